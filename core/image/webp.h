// Encodes and decodes WebP with libwebp, if it was there when the program was built.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/image/picture.h"

namespace progan {

/// Whether this build decodes and encodes WebP.
bool reads_webp();

/// Whether these are the first bytes of a WebP.
bool is_webp(std::string_view bytes);

/// A WebP, of an animated one the first frame, turned as its EXIF says. Errors call it `name`. Throws Error
/// if it is damaged, if this build does not decode WebP or, before allocating memory for the pixels, if it is
/// too large (core/image/picture_limits.h).
Picture decode_webp(std::string_view bytes, const std::string& name);

/// `quality` 0 to 99; 100: lossless. With an EXIF block (exif.h) of any length. Throws Error on an empty
/// image, a side above 16383, or if this build does not encode WebP.
std::vector<std::byte> encode_webp(const Image& image, int quality, std::string_view exif = {});

/// The EXIF block, or "": also if the file is damaged or this build does not read WebP.
std::string webp_exif(std::string_view bytes);

}  // namespace progan
