// PNG bytes in and out of pictures, by libpng.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/image/image.h"

namespace progan {

/// Whether these are the first bytes of a PNG.
bool is_png(std::string_view bytes);

/// Lossless, 8-bit RGB. Throws Error on an empty image.
std::vector<std::byte> encode_png(const Image& image);

/// Any PNG as 8-bit RGB: palettes and greys expanded, 16 bits rounded to 8, alpha dropped. `name` is what
/// errors call it. Throws Error, before memory is taken for the pixels, if there are too many
/// (core/image/picture_limits.h).
Image decode_png(std::string_view bytes, const std::string& name);

}  // namespace progan
