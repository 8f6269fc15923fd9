// Writes pictures. Functions without state; each throws std::runtime_error naming the file that cannot be
// written.
#pragma once

#include <filesystem>

#include "models/portraits/renderer/develop.h"

namespace portraits {

/// Quality 95, colors at full resolution.
void write_jpeg(const std::filesystem::path& file, const Picture& picture);

/// A contact sheet by rows. `pictures` are of one size.
void write_png_sheet(const std::filesystem::path& file, const std::vector<Picture>& pictures, int columns);

}  // namespace portraits
