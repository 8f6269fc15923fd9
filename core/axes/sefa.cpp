#include "core/axes/sefa.h"

#include <algorithm>
#include <cmath>

#include "core/support/error.h"
#include "core/support/linear_algebra.h"

namespace progan {

std::vector<Latent> sefa_directions(const FirstLayerWeight& weight, int count) {
    if (count < 1) throw Error("At least one direction must be requested, not {}.", count);
    if (weight.latent > kMaxSefaLatentSize)
        throw Error("The latents of this model have {} components, but SeFa is limited to {}. Use PCA.",
                    weight.latent, kMaxSefaLatentSize);
    const auto latent = static_cast<std::size_t>(weight.latent);
    const SymmetricEigen<double> eigen =
        symmetric_eigen(gram({weight.values.data(), static_cast<std::size_t>(weight.outputs), latent}));
    std::vector<Latent> directions;
    for (std::size_t i = latent; i-- > 0 && static_cast<int>(directions.size()) < count;) {
        const std::span<const double> vector = eigen.vectors.row(i);
        Latent direction(latent);
        std::transform(vector.begin(), vector.end(), direction.begin(),
                       [](double component) { return static_cast<float>(component); });
        if (make_axis_direction(direction)) directions.push_back(std::move(direction));
    }
    return directions;
}

bool make_axis_direction(Latent& direction) {
    float largest = 0;
    for (const float value : direction) {
        if (!std::isfinite(value)) return false;
        if (std::abs(value) > std::abs(largest)) largest = value;
    }
    if (largest == 0) return false;
    // In two steps, so that squaring loses neither tiny nor huge components.
    double squares = 0;
    for (const float value : direction) {
        const double part = static_cast<double>(value) / static_cast<double>(largest);
        squares += part * part;
    }
    const double scale = 1 / (static_cast<double>(largest) * std::sqrt(squares));
    for (float& value : direction) value = static_cast<float>(static_cast<double>(value) * scale);
    return true;
}

}  // namespace progan
