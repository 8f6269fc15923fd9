#include "core/record/palette_mapper.h"

#include <algorithm>
#include <limits>

namespace progan {
namespace {

constexpr int kBits = 6, kCube = 1 << (8 - kBits);

// The threshold matrix of Bayer (1973): each number below 64 once, with neighbors as different as possible.
constexpr auto kBayer = [] {
    std::array<std::array<int, 8>, 8> matrix{};
    for (unsigned y = 0; y < 8; ++y)
        for (unsigned x = 0; x < 8; ++x)
            for (unsigned bit = 0; bit < 3; ++bit) {
                const unsigned of_y = y >> bit & 1, of_x = x >> bit & 1;
                matrix[y][x] |= static_cast<int>((of_x ^ of_y) << (5 - 2 * bit) | of_y << (4 - 2 * bit));
            }
    return matrix;
}();
constexpr int kPatternStep =
    4;  // 64 thresholds over 16 of 256 values, about the distance between palette colors

int clamp_byte(int value) {
    return std::clamp(value, 0, 255);
}

}  // namespace

PaletteMapper::PaletteMapper(const Palette& palette, Dithering dithering)
    : palette_(palette), dithering_(dithering), nearest_(std::size_t{1} << (3 * kBits), -1) {}

std::uint8_t PaletteMapper::nearest(int red, int green, int blue) {
    const auto cube =
        static_cast<std::size_t>(((red / kCube) << kBits | green / kCube) << kBits | blue / kCube);
    std::int16_t& known = nearest_[cube];
    if (known < 0) {
        const auto middle = [](int value) { return value / kCube * kCube + kCube / 2; };
        int least = std::numeric_limits<int>::max();
        for (std::size_t i = 0; i < palette_.size(); ++i) {
            const int r = static_cast<int>(palette_[i] >> 16 & 255) - middle(red),
                      g = static_cast<int>(palette_[i] >> 8 & 255) - middle(green),
                      b = static_cast<int>(palette_[i] & 255) - middle(blue);
            const int distance = r * r + g * g + b * b;
            if (distance >= least) continue;
            least = distance;
            known = static_cast<std::int16_t>(i);
        }
    }
    return static_cast<std::uint8_t>(known);
}

void PaletteMapper::map(const Image& image, std::uint8_t* indices, std::ptrdiff_t row_bytes) {
    if (dithering_ == Dithering::diffusion) {
        diffuse(image, indices, row_bytes);
        return;
    }
    const std::uint8_t* rgb = image.rgb.data();
    for (int y = 0; y < image.height; ++y, indices += row_bytes)
        for (int x = 0; x < image.width; ++x, rgb += 3) {
            const int threshold =
                dithering_ == Dithering::none
                    ? 0
                    : (kBayer[static_cast<std::size_t>(y & 7)][static_cast<std::size_t>(x & 7)] - 32) /
                          kPatternStep;
            indices[x] = nearest(clamp_byte(rgb[0] + threshold), clamp_byte(rgb[1] + threshold),
                                 clamp_byte(rgb[2] + threshold));
        }
}

/// Sierra's short filter: half of a pixel's error goes to the right, a quarter down to the left and a quarter
/// down.
void PaletteMapper::diffuse(const Image& image, std::uint8_t* indices, std::ptrdiff_t row_bytes) {
    const auto width = static_cast<std::size_t>(image.width), row = 3 * (width + 2);
    errors_.assign(2 * row, 0);
    const std::uint8_t* rgb = image.rgb.data();
    for (int y = 0; y < image.height; ++y, indices += row_bytes) {
        std::int16_t* here = errors_.data() + (y % 2 == 0 ? 0 : row) + 3;
        std::int16_t* below = errors_.data() + (y % 2 == 0 ? row : 0) + 3;
        std::fill_n(below - 3, row, std::int16_t{0});
        for (std::size_t x = 0; x < width; ++x, rgb += 3, here += 3, below += 3) {
            std::array<int, 3> wanted{};
            for (std::size_t c = 0; c < 3; ++c) wanted[c] = clamp_byte(rgb[c] + here[c]);
            const std::uint8_t index = nearest(wanted[0], wanted[1], wanted[2]);
            indices[x] = index;
            for (std::size_t c = 0; c < 3; ++c) {
                const int error = wanted[c] - static_cast<int>(palette_[index] >> (16 - 8 * c) & 255);
                here[c + 3] = static_cast<std::int16_t>(here[c + 3] + error / 2);
                below[static_cast<std::ptrdiff_t>(c) - 3] =
                    static_cast<std::int16_t>(below[static_cast<std::ptrdiff_t>(c) - 3] + error / 4);
                below[c] = static_cast<std::int16_t>(below[c] + error - error / 2 - error / 4);
            }
        }
    }
}

}  // namespace progan
