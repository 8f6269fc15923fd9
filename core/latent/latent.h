// A latent: a point that the generator turns into a face. ProGAN pixel-normalizes it, so only its direction
// matters.
#pragma once

#include <cmath>
#include <span>
#include <vector>

namespace progan {

/// z, one float per component; its size is the model's latent size.
using Latent = std::vector<float>;

/// More components no file of ours and no model may have.
inline constexpr int kMaxLatentSize = 16384;

/// Euclidean length, summed in double.
inline double length(std::span<const float> z) {
    double sum = 0;
    for (float v : z) sum += static_cast<double>(v) * v;
    return std::sqrt(sum);
}

}  // namespace progan
