// Encodes and decodes JPEG with libjpeg.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/image/picture.h"

namespace progan {

/// Whether these are the first bytes of a JPEG.
bool is_jpeg(std::string_view bytes);

/// Grayscale or color JPEG, baseline or progressive, as 8-bit RGB, turned as its EXIF says. Errors call it
/// `name`. Throws Error if it is truncated or CMYK and, before allocating memory for the pixels, if it is too
/// large (core/image/picture_limits.h).
Picture decode_jpeg(std::string_view bytes, const std::string& name);

/// Whether a JPEG has room for an EXIF block (exif.h): 64 KB less a few bytes.
bool fits_in_jpeg(std::string_view exif);

/// `quality` 1 to 100, colors at full resolution. Throws Error on an empty image, a side above 65500 or an
/// EXIF block that does not fit.
std::vector<std::byte> encode_jpeg(const Image& image, int quality, std::string_view exif = {});

/// The EXIF block with its prefix, or "". The pixels may be missing. Throws Error if the file is damaged
/// before them.
std::string jpeg_exif(std::string_view bytes, const std::string& name);

}  // namespace progan
