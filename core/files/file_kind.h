// What kind of file something is, judged by its first bytes or its name.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/files/input_file.h"

namespace progan {

/// Enough of a file's beginning for file_kind().
inline constexpr std::size_t kFileKindBytes = 64;

/// "a Git-LFS pointer, ...", "a zip archive, ...", "a Python pickle", ...; empty if unknown.
std::string file_kind(std::string_view start);

/// ".png" of "Face.PNG".
std::string lower_extension(const std::filesystem::path& path);
/// The web address that a path is, "https://...", also after it was made absolute; or "".
std::string web_address(const std::filesystem::path& path);

/// The first kFileKindBytes bytes of the file, or all of a shorter one.
std::string file_start(const InputFile& file);

}  // namespace progan
