#include "core/labels/pixel_features.h"

#include <algorithm>
#include <cstdint>

#include "core/image/resize.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr int kLightCells = 32, kColorCells = 16;

std::size_t squared(int n) {
    return static_cast<std::size_t>(n) * static_cast<std::size_t>(n);
}

float value(const std::uint8_t* pixel, int channel) {
    return static_cast<float>(pixel[channel]) / 255;
}

}  // namespace

PixelFeatures::PixelFeatures(int side) : side_(side) {
    if (side < 4 || (side & (side - 1)) != 0)
        throw Error(
            "Pictures of {} pixels per side cannot be described: their side must be a power of two, at least "
            "4.",
            side);
}

std::size_t PixelFeatures::size() const {
    return squared(std::min(side_, kLightCells)) + 2 * squared(std::min(side_, kColorCells));
}

void PixelFeatures::read(std::span<const Image> pictures, std::span<float> features) const {
    if (features.size() != pictures.size() * size())
        throw Error("{} numbers were given for {} features of {} pictures.", features.size(), size(),
                    pictures.size());
    const int light = std::min(side_, kLightCells), color = std::min(side_, kColorCells);
    auto out = features.begin();
    for (const Image& picture : pictures) {
        const Image face = central_square(picture, side_);
        const Image fine = resize(face, light, light, ResizeFilter::smooth);
        const Image coarse = resize(face, color, color, ResizeFilter::smooth);
        for (std::size_t i = 0; i < squared(light); ++i) {
            const std::uint8_t* pixel = fine.rgb.data() + 3 * i;
            *out++ = 0.299f * value(pixel, 0) + 0.587f * value(pixel, 1) + 0.114f * value(pixel, 2);
        }
        for (std::size_t i = 0; i < squared(color); ++i) {
            const std::uint8_t* pixel = coarse.rgb.data() + 3 * i;
            *out++ = value(pixel, 0) - value(pixel, 1);
            *out++ = value(pixel, 2) - value(pixel, 1);
        }
    }
}

}  // namespace progan
