#include "core/metrics/laplacian_pyramid.h"

#include <array>
#include <cstddef>

#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::array<float, 5> kBinomial{1.0f / 16, 4.0f / 16, 6.0f / 16, 4.0f / 16, 1.0f / 16};

std::size_t mirrored(int at, int side) {
    if (side == 1) return 0;
    if (at < 0) at = -at;
    if (at >= side) at = 2 * side - 2 - at;
    return static_cast<std::size_t>(at);
}

Planes plane_of(int side) {
    const auto size = static_cast<std::size_t>(side);
    return {side, std::vector<float>(3 * size * size)};
}

/// The binomial filter over rows, then over columns, times `gain`.
Planes filtered(const Planes& from, float gain) {
    Planes rows = plane_of(from.side), result = plane_of(from.side);
    const auto side = static_cast<std::size_t>(from.side);
    for (std::size_t row = 0; row < 3 * side; ++row)
        for (int x = 0; x < from.side; ++x) {
            float sum = 0;
            for (int k = -2; k <= 2; ++k)
                sum += kBinomial[static_cast<std::size_t>(k + 2)] *
                       from.values[row * side + mirrored(x + k, from.side)];
            rows.values[row * side + static_cast<std::size_t>(x)] = sum;
        }
    for (std::size_t c = 0; c < 3; ++c)
        for (int y = 0; y < from.side; ++y)
            for (std::size_t x = 0; x < side; ++x) {
                float sum = 0;
                for (int k = -2; k <= 2; ++k)
                    sum += kBinomial[static_cast<std::size_t>(k + 2)] *
                           rows.values[(c * side + mirrored(y + k, from.side)) * side + x];
                result.values[(c * side + static_cast<std::size_t>(y)) * side + x] = gain * sum;
            }
    return result;
}

Planes halved(const Planes& from) {
    const Planes smooth = filtered(from, 1);
    Planes result = plane_of(from.side / 2);
    const auto side = static_cast<std::size_t>(result.side);
    for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t y = 0; y < side; ++y)
            for (std::size_t x = 0; x < side; ++x)
                result.values[(c * side + y) * side + x] =
                    smooth.values[(c * side * 2 + 2 * y) * side * 2 + 2 * x];
    return result;
}

Planes doubled(const Planes& from) {
    Planes spread = plane_of(from.side * 2);
    const auto side = static_cast<std::size_t>(from.side);
    for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t y = 0; y < side; ++y)
            for (std::size_t x = 0; x < side; ++x)
                spread.values[(c * side * 2 + 2 * y) * side * 2 + 2 * x] =
                    from.values[(c * side + y) * side + x];
    return filtered(spread, 4);
}

Planes planes_of(const Image& image) {
    Planes result = plane_of(image.width);
    const std::size_t pixels = image.rgb.size() / 3;
    for (std::size_t i = 0; i < pixels; ++i)
        for (std::size_t c = 0; c < 3; ++c) result.values[c * pixels + i] = image.rgb[3 * i + c];
    return result;
}

}  // namespace

std::vector<Planes> laplacian_pyramid(const Image& image, int coarsest) {
    int side = image.width;
    while (side > coarsest && side % 2 == 0) side /= 2;
    if (image.width != image.height || side != coarsest)
        throw Error(
            "A Laplacian pyramid down to {0} x {0} needs a square picture whose side is {0} times a power of "
            "two, not {1} x {2}.",
            coarsest, image.width, image.height);
    std::vector<Planes> levels{planes_of(image)};
    while (levels.back().side > coarsest) {
        Planes half = halved(levels.back());
        const Planes again = doubled(half);
        for (std::size_t i = 0; i < again.values.size(); ++i) levels.back().values[i] -= again.values[i];
        levels.push_back(std::move(half));
    }
    return levels;
}

}  // namespace progan
