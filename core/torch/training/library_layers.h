// The layers as LibTorch computes them: what runs on a GPU. Nothing is ever pending. See layers.h. Internal
// to the torch library.
#pragma once

#include "core/torch/training/features.h"

namespace progan_torch::library {

Features features_of(const at::Tensor& values, Pending pending);
Features convolve(Sampling sampling, const Features& features, const Layer& layer, Pending next);
Features from_rgb(const at::Tensor& images, const Layer& layer);
at::Tensor to_rgb(const Features& features, const Layer& layer);

}  // namespace progan_torch::library
