// The layers of both networks. All take features [n, channels, side, side] and unscaled weights; the
// equalized scale (core/torch/abi/equalized.h) is applied here, at every use. Internal to the torch library.
#pragma once

#include <ATen/core/Tensor.h>
#include <cstdint>

namespace progan_torch {

inline constexpr double kLeakySlope = 0.2;  // Karras et al. 2018, appendix A
inline constexpr double kNormEpsilon = 1e-8;

struct Layer {
    at::Tensor weight;  ///< [out, in, k, k] or [out, in]
    at::Tensor bias;    ///< [out]
    double gain = 1;    ///< of the equalized scale
};

/// k x k convolution that keeps the size.
at::Tensor conv2d(const at::Tensor& x, const Layer& layer);
/// Nearest-neighbour upsampling by 2, then the 3 x 3 convolution: as one 4 x 4 transposed convolution of
/// stride 2, which takes 2.25 times less arithmetic.
at::Tensor upsample_and_conv2d(const at::Tensor& x, const Layer& layer);
/// The 3 x 3 convolution, then the mean of each 2 x 2 block: as one 4 x 4 convolution of stride 2.
at::Tensor conv2d_and_downsample(const at::Tensor& x, const Layer& layer);
/// x [n, in] -> [n, out].
at::Tensor linear(const at::Tensor& x, const Layer& layer);

at::Tensor upsample(const at::Tensor& x);    ///< each pixel to 2 x 2
at::Tensor downsample(const at::Tensor& x);  ///< the mean of each 2 x 2

/// With slope kLeakySlope.
at::Tensor leaky_relu(const at::Tensor& x);

/// Pixelwise normalisation over the channels: x / sqrt(mean(x^2) + 1e-8). Source: Karras et al. 2018, 4.2.
at::Tensor pixel_norm(const at::Tensor& x);

/// Minibatch standard deviation: the deviation of every feature over a group of `group` faces, averaged to
/// one number, is appended as another channel. n is a multiple of the group, or smaller. Source: Karras et
/// al. 2018, section 3 and the published code's minibatch_stddev_layer: face i is in group i mod (n / group).
at::Tensor minibatch_stddev(const at::Tensor& x, std::int64_t group);

/// low + alpha * (high - low).
at::Tensor fade(const at::Tensor& low, const at::Tensor& high, double alpha);

}  // namespace progan_torch
