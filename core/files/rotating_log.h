// A text file that grows up to a bound.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace progan {

/// Appends the text. Where the file would become larger than `max_bytes`, it is first renamed to STEM.1.EXT,
/// over an older one. Missing folders are made. Throws Error naming the file.
void append_to_rotating_log(const std::filesystem::path& path, std::string_view text,
                            std::uintmax_t max_bytes);

}  // namespace progan
