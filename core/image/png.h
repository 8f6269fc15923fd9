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

/// A text that goes with a picture (an iTXt chunk before the pixels, compressed). UTF-8.
struct PngText {
    std::string keyword;  ///< 1 to 79 letters; empty: there is no text
    std::string text;
};

/// Lossless, 8-bit RGB. Throws Error on an empty image.
std::vector<std::byte> encode_png(const Image& image, const PngText& text = {});

/// The text under a keyword that stands before the pixels, or "". The pixels need not be there. Throws Error
/// if the file is damaged before them.
std::string png_text(std::string_view bytes, const std::string& keyword, const std::string& name);

/// Any PNG as 8-bit RGB: palettes and greys expanded, 16 bits rounded to 8, alpha dropped. `name` is what
/// errors call it. Throws Error, before memory is taken for the pixels, if there are too many
/// (core/image/picture_limits.h).
Image decode_png(std::string_view bytes, const std::string& name);

}  // namespace progan
