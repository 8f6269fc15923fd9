#pragma once

#include <filesystem>

namespace progan {

/// A file of which each window has its own: FOLDER/STEM.EXT of window 1, FOLDER/STEM-2.EXT of window 2.
std::filesystem::path window_file(const std::filesystem::path& folder, const char* stem, int number,
                                  const char* extension);

}  // namespace progan
