// Reading and writing picture files.
#pragma once

#include <filesystem>

#include "core/image/picture.h"

namespace progan {

/// Atomically writes a PNG (core/files/atomic_file.h). Throws Error naming the file.
void write_png(const std::filesystem::path& path, const Image& image);

/// Reads PNG, JPEG, BMP, TGA, PSD, the first frame of GIF and, if they were there when the program was built,
/// WebP, HEIC and AVIF as 8-bit RGB: turned as the file says (EXIF), transparent pixels laid onto the
/// background (core/image/picture.h). Throws Error naming the file and what is wrong; rejects more than 16384
/// pixels per side, 64 million in total, or more than its bytes could hold, before allocating memory.
Picture read_picture(const std::filesystem::path& path);
Image read_image(const std::filesystem::path& path);

}  // namespace progan
