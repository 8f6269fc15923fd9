// Reading and writing picture files.
#pragma once

#include <filesystem>

#include "core/image/image.h"

namespace progan {

/// Atomically writes a PNG (core/files/atomic_file.h). Throws Error naming the file.
void write_png(const std::filesystem::path& path, const Image& image);

/// Reads PNG or JPEG as 8-bit RGB (alpha is dropped). Throws Error naming the file and what is wrong; rejects
/// more than 16384 pixels per side, 64 million in total, or more than its bytes could hold, before allocating
/// memory.
Image read_image(const std::filesystem::path& path);

}  // namespace progan
