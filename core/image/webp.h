// Decodes WebP with libwebp, if it was there when the program was built.
#pragma once

#include <string>
#include <string_view>

#include "core/image/picture.h"

namespace progan {

/// Whether this build decodes WebP.
bool reads_webp();

/// Whether these are the first bytes of a WebP.
bool is_webp(std::string_view bytes);

/// A WebP, of an animated one the first frame, turned as its EXIF says. Errors call it `name`. Throws Error
/// if it is damaged, if this build does not decode WebP or, before allocating memory for the pixels, if it is
/// too large (core/image/picture_limits.h).
Picture decode_webp(std::string_view bytes, const std::string& name);

}  // namespace progan
