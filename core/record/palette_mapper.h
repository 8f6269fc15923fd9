// Maps pictures to 256 given colors. Internal to core/record.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/image/image.h"
#include "core/record/recorder.h"

namespace progan {

/// Colors are 0xRRGGBB.
using Palette = std::array<std::uint32_t, 256>;

/// The nearest color of the palette for each pixel, with dithering. libavfilter's paletteuse does the same,
/// but searches again for each pixel, which takes eight times as long. Here the nearest color is found once
/// per cube of 4 x 4 x 4 colors.
class PaletteMapper {
  public:
    PaletteMapper(const Palette& palette, Dithering dithering);

    /// Writes one index per pixel, row by row; row starts are `row_bytes` apart.
    void map(const Image& image, std::uint8_t* indices, std::ptrdiff_t row_bytes);

  private:
    std::uint8_t nearest(int red, int green, int blue);
    void diffuse(const Image& image, std::uint8_t* indices, std::ptrdiff_t row_bytes);

    Palette palette_;
    Dithering dithering_;
    std::vector<std::int16_t> nearest_;  ///< by cube; -1: not yet searched
    std::vector<std::int16_t> errors_;   ///< two rows, scratch
};

}  // namespace progan
