// Decodes JPEG with libjpeg.
#pragma once

#include <string>
#include <string_view>

#include "core/image/picture.h"

namespace progan {

/// Whether these are the first bytes of a JPEG.
bool is_jpeg(std::string_view bytes);

/// Greyscale or colour JPEG, baseline or progressive, as 8-bit RGB, turned as its EXIF says. Errors call it
/// `name`. Throws Error if it is truncated or CMYK and, before allocating memory for the pixels, if it is too
/// large (core/image/picture_limits.h).
Picture decode_jpeg(std::string_view bytes, const std::string& name);

}  // namespace progan
