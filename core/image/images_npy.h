// Pictures as NumPy's .npy files.
#pragma once

#include <filesystem>
#include <span>

#include "core/image/image.h"

namespace progan {

/// uint8 [n, height, width, 3], written atomically. Throws Error if sizes differ or there are no pictures.
void write_images_npy(const std::filesystem::path& path, std::span<const Image> images);

}  // namespace progan
