// The layers as the program's own kernels compute them on a processor (core/kernels). See layers.h. Internal
// to the torch library.
//
// The operations are LibTorch's autograd's, so that losses, optimizer and process groups know nothing of
// them. Those of the discriminator can be differentiated twice, for R1 and WGAN-GP; those with pixel norm,
// which the generator alone has, once.
#pragma once

#include "core/torch/training/features.h"

namespace progan_torch::processor {

Features features_of(const at::Tensor& values, Pending pending);
Features convolve(Sampling sampling, const Features& features, const Layer& layer, Pending next);
Features from_rgb(const at::Tensor& images, const Layer& layer);
at::Tensor to_rgb(const Features& features, const Layer& layer);

}  // namespace progan_torch::processor
