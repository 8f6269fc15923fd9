#include "core/image/picture.h"

#include <algorithm>
#include <cstddef>

#include "core/support/error.h"

namespace progan {
Picture onto_background(std::span<const std::uint8_t> rgba, int width, int height) {
    Picture picture{Image(width, height)};
    const std::size_t pixels = picture.image.rgb.size() / 3;
    if (rgba.size() != pixels * 4)
        throw Error("A picture of {} x {} pixels came with {} bytes.", width, height, rgba.size());
    for (std::size_t i = 0; i < pixels; ++i) {
        const std::uint8_t* from = &rgba[4 * i];
        const unsigned alpha = from[3];
        picture.transparent |= alpha != 255;
        for (std::size_t c = 0; c < 3; ++c)
            picture.image.rgb[3 * i + c] =
                static_cast<std::uint8_t>((from[c] * alpha + kBackground * (255 - alpha) + 127) / 255);
    }
    return picture;
}

Image upright(Image image, int orientation) {
    if (orientation < 2 || orientation > 8) return image;
    // Where the upright picture's pixel (x, y) lies in the one that was stored: the stored axes are exchanged
    // from 5 on, then each is reversed or not.
    const bool exchanged = orientation >= 5;
    const bool reversed_columns =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool reversed_rows = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    Image result(exchanged ? image.height : image.width, exchanged ? image.width : image.height);
    for (int y = 0; y < result.height; ++y)
        for (int x = 0; x < result.width; ++x) {
            const int column = exchanged ? y : x, row = exchanged ? x : y;
            const auto from_x =
                static_cast<std::size_t>(reversed_columns ? image.width - 1 - column : column);
            const auto from_y = static_cast<std::size_t>(reversed_rows ? image.height - 1 - row : row);
            const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(result.width) +
                            static_cast<std::size_t>(x);
            std::copy_n(&image.rgb[(from_y * static_cast<std::size_t>(image.width) + from_x) * 3], 3,
                        &result.rgb[at * 3]);
        }
    return result;
}

}  // namespace progan
