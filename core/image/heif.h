// Decodes HEIC and AVIF with libheif, if it was there when the program was built.
#pragma once

#include <string>
#include <string_view>

#include "core/image/picture.h"

namespace progan {

/// Whether this build decodes them, and libheif finds its decoder on this machine.
bool reads_heic();
bool reads_avif();

/// Whether these are the first bytes of a HEIC or AVIF.
bool is_heif(std::string_view bytes);

/// The main picture of a HEIC or AVIF, turned as it says itself. Errors call it `name`. Throws Error if it is
/// damaged, if it cannot be decoded here or, before allocating memory for the pixels, if it is too large
/// (core/image/picture_limits.h).
Picture decode_heif(std::string_view bytes, const std::string& name);

}  // namespace progan
