// Pictures in and out of files.
#pragma once

#include <filesystem>

#include "core/image/image.h"

namespace progan {

/// Writes a PNG atomically (core/files/atomic_file.h). Throws Error naming the file.
void write_png(const std::filesystem::path& path, const Image& image);

/// Reads PNG or JPEG as 8-bit RGB (alpha dropped). Throws Error naming the file and what is wrong; refuses
/// more than 16384 pixels a side, 64 million in all, or more than its bytes could hold, before memory is
/// taken.
Image read_image(const std::filesystem::path& path);

}  // namespace progan
