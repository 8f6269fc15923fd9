// A picture as it was decoded, and what is done to every one of them, whatever its format.
#pragma once

#include <cstdint>
#include <span>

#include "core/image/image.h"

namespace progan {

struct Picture {
    Image image;
    bool transparent = false;  ///< it had pixels that were not opaque, which lie on the background now
};

/// What transparent pixels are laid onto: white.
inline constexpr std::uint8_t kBackground = 255;

/// Pixels with alpha (R G B A, not premultiplied, rows without padding) laid onto the background.
Picture onto_background(std::span<const std::uint8_t> rgba, int width, int height);

/// The picture turned and mirrored so that it is upright (exif.h). An orientation outside 2 to 8 changes
/// nothing.
Image upright(Image image, int orientation);

}  // namespace progan
