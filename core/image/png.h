// Encodes and decodes PNG with libpng.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/image/picture.h"

namespace progan {

/// Whether these are the first bytes of a PNG.
bool is_png(std::string_view bytes);

/// A text stored in a picture (a compressed iTXt chunk before the pixels). UTF-8.
struct PngText {
    std::string keyword;  ///< 1 to 79 bytes; empty: no text
    std::string text;
};

/// Lossless, 8-bit RGB. Throws Error on an empty image.
std::vector<std::byte> encode_png(const Image& image, const PngText& text = {});

/// The text with a keyword that comes before the pixels, or "". The pixels may be missing. Throws Error if
/// the file is damaged before them.
std::string png_text(std::string_view bytes, const std::string& keyword, const std::string& name);

/// Any PNG as 8-bit RGB: palettes and grayscale expanded, 16 bits rounded to 8, turned as its EXIF says.
/// Errors call it `name`. Throws Error, before allocating memory for the pixels, if it is too large
/// (core/image/picture_limits.h).
Picture decode_png(std::string_view bytes, const std::string& name);

}  // namespace progan
