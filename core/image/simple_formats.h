// Decodes BMP, TGA, PSD and the first frame of GIF with stb_image.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/image/picture.h"

namespace progan {

/// Whether these are the first bytes of a BMP, GIF or PSD. A TGA has none by which it could be told.
bool is_bmp_gif_or_psd(std::string_view bytes);

/// A BMP, TGA, PSD (8 or 16 bits, RGB, its merged picture) or the first frame of a GIF. Errors call it
/// `name`. Throws Error if it is damaged, truncated or of a variant that stb_image does not read and, before
/// allocating memory for the pixels, if it is too large (core/image/picture_limits.h).
Picture decode_simple_format(std::string_view bytes, const std::string& name);

struct RgbaPicture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;  ///< not premultiplied, rows without padding
};

/// The same with its transparency: for icons.
RgbaPicture decode_simple_rgba(std::string_view bytes, const std::string& name);

}  // namespace progan
