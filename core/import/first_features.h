// The first layer of a network whose channels are last: a latent's 4 x 4 features as numbers, to be joined
// with a convolution and turned to our layout.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/import/tensor.h"
#include "core/support/linear_algebra.h"

namespace progan {

/// features[row][column][channel] = the latent times `weights`, whose last row is the bias.
struct FirstFeatures {
    MatrixF weights;  ///< [latent + 1][16 channels]
    std::size_t channels() const { return weights.columns() / 16; }
    std::size_t latent() const { return weights.rows() - 1; }
};

/// Of a dense layer [latent, 16 channels], or of a transposed convolution [4, 4, channels, latent] without
/// padding. Throws Error that begins with `what`.
FirstFeatures channels_last_features(const Tensor& kernel, const std::optional<Tensor>& bias, bool transposed,
                                     const std::string& what);

/// The same layer followed by a 3 x 3 convolution [3, 3, in, out] of zero-padded features: both are linear.
FirstFeatures convolved(const FirstFeatures& features, const Tensor& kernel,
                        const std::optional<Tensor>& bias, const std::string& what);

/// For FirstLayer::linear: [16 channels, latent] and [16 channels], by channel, row and column.
Tensor channels_first_weight(const FirstFeatures& features);
Tensor channels_first_bias(const FirstFeatures& features);

}  // namespace progan
