// JPEG bytes as pictures, by libjpeg.
#pragma once

#include <string>
#include <string_view>

#include "core/image/image.h"

namespace progan {

/// Whether these are the first bytes of a JPEG.
bool is_jpeg(std::string_view bytes);

/// Grey or colour JPEG, baseline or progressive, as 8-bit RGB. `name` is what errors call it. Throws Error on
/// one that is cut short, on CMYK, and, before memory is taken for the pixels, if there are too many
/// (core/image/picture_limits.h).
Image decode_jpeg(std::string_view bytes, const std::string& name);

}  // namespace progan
