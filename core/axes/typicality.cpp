#include "core/axes/typicality.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/latent/interpolation.h"
#include "core/latent/rotation.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr double kCancelled = 1e-4;  // length of a mean without a direction

}  // namespace

Latent mean_direction(std::span<const Latent> faces) {
    if (faces.empty()) throw Error("There are no faces to average.");
    std::vector<double> sum(faces[0].size(), 0.0);
    for (const Latent& face : faces) {
        if (face.size() != sum.size())
            throw Error("A face has {} components, but the others have {}.", face.size(), sum.size());
        const double norm = length(face);
        if (!(norm > 0) || !std::isfinite(norm))
            throw Error("A face without a direction (zero or not finite) cannot be averaged.");
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += static_cast<double>(face[i]) / norm;
    }
    double squares = 0;
    for (const double value : sum) squares += value * value;
    const double norm = std::sqrt(squares);
    if (norm / static_cast<double>(faces.size()) < kCancelled)
        throw Error("The faces cancel each other out, so they have no average.");
    Latent mean(sum.size());
    for (std::size_t i = 0; i < sum.size(); ++i) mean[i] = static_cast<float>(sum[i] / norm);
    return mean;
}

Latent toward_mean(std::span<const float> z, std::span<const float> mean, double degrees) {
    const double angle = angle_degrees(z, mean);
    return rotate(z, mean, std::clamp(degrees, angle - 180, angle));
}

}  // namespace progan
