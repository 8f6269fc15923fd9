// An 8-bit RGB image in memory: a plain value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace progan {

/// Rows top to bottom, pixels left to right, R G B interleaved, no padding; sRGB as the generator made it.
struct Image {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb;  ///< width * height * 3 bytes

    Image() = default;
    Image(int w, int h)
        : width(w), height(h), rgb(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 3) {}

    bool empty() const { return rgb.empty(); }
    bool operator==(const Image&) const = default;
};

}  // namespace progan
