// What the layers of both networks take. Internal to the torch library.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace progan_torch {

inline constexpr double kLeakySlope = 0.2;  // Karras et al. 2018, appendix A
inline constexpr double kNormEpsilon = 1e-8;

struct Layer {
    at::Tensor weight;  ///< [out, in, k, k] or [out, in], unscaled
    at::Tensor bias;    ///< [out]
    double gain = 1;    ///< of the equalized scale (core/torch/abi/equalized.h), applied at every use
};

/// The number that the weight is multiplied by.
double equalized_scale(const Layer& layer);

/// What features have yet to go through when they are read, so that they are stored once.
enum class Pending {
    nothing,
    activation,     ///< the leaky ReLU
    normalization,  ///< the leaky ReLU, then pixel norm
};

/// Features with the channels last. On a processor the lanes are the channels, padded with zeros as
/// core/kernels wants them; on a GPU they are the channels, and nothing is pending.
struct Features {
    at::Tensor values;  ///< [n, side, side, lanes]
    std::int64_t channels = 0;
    Pending pending = Pending::nothing;
    at::Tensor scales;  ///< pixel norm's factors [n, side, side] where normalization is pending
};

enum class Sampling {
    same,
    up,    ///< nearest-neighbor upsampling by 2 before the convolution
    down,  ///< the mean of each 2 x 2 block after it
};

}  // namespace progan_torch
