// The layers of both networks, on any device. Internal to the torch library.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

#include "core/torch/training/features.h"

namespace progan_torch {

/// Reads PROGAN_TRAINING_KERNELS, for the whole process, while nothing is being computed: "bfloat16", the
/// default, lets training steps multiply bfloat16 where the processor can, "float32" does not; "libtorch"
/// leaves a processor's convolutions to LibTorch, too, to compare the program's own kernels with them.
/// Returns whether steps multiply bfloat16. Throws std::invalid_argument for anything else.
bool choose_kernels();
/// Whether what is computed from this tensor is left to them.
bool own_kernels(const at::Tensor& tensor);

/// [n, side, side, channels] as features of which this is pending.
Features features_of(const at::Tensor& values, Pending pending);
/// [n, side, side, channels] with nothing pending.
at::Tensor values_of(const Features& features);

/// 3 x 3 convolution with padding 1. Afterwards `next` is pending, or done.
Features convolve(Sampling sampling, const Features& features, const Layer& layer, Pending next);
/// 1 x 1 convolution of images [n, side, side, 3]; then the leaky ReLU is pending, or done.
Features from_rgb(const at::Tensor& images, const Layer& layer);
/// 1 x 1 convolution to images [n, side, side, 3].
at::Tensor to_rgb(const Features& features, const Layer& layer);

/// x [n, in] -> [n, out].
at::Tensor linear(const at::Tensor& x, const Layer& layer);
/// With slope kLeakySlope.
at::Tensor leaky_relu(const at::Tensor& x);
/// Over the last dimension: x / sqrt(mean(x^2) + 1e-8). Source: Karras et al. 2018, 4.2.
at::Tensor pixel_norm(const at::Tensor& x);

at::Tensor upsample(const at::Tensor& images);    ///< [n, side, side, 3]: each pixel to 2 x 2
at::Tensor downsample(const at::Tensor& images);  ///< [n, side, side, 3]: the mean of each 2 x 2

/// Minibatch standard deviation: the deviation of every feature over a group of `group` faces, averaged to
/// one number, is appended to x [n, side, side, channels] as another channel. n is a multiple of the group,
/// or smaller. Source: Karras et al. 2018, section 3 and the published code's minibatch_stddev_layer: face i
/// is in group i mod (n / group).
at::Tensor minibatch_stddev(const at::Tensor& x, std::int64_t group);

/// low + alpha * (high - low).
at::Tensor fade(const at::Tensor& low, const at::Tensor& high, double alpha);

}  // namespace progan_torch
