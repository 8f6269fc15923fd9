// Saving so that a kill at any moment leaves the old or the new file, never a part of one.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace progan {

/// Writes bytes to a temporary file in the same folder, fsyncs it, renames it over `path` and fsyncs the
/// folder. Creates missing parent folders. On failure the temporary file is removed and Error names the file
/// and the reason.
void write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes);
void write_file_atomically(const std::filesystem::path& path, std::string_view text);

/// The whole file. Throws Error naming the file if it cannot be read, is a directory, or is larger than
/// `largest` bytes.
std::string read_text_file(const std::filesystem::path& path, std::size_t largest);

/// Renames a file that could not be understood to NAME.unreadable-1 (or -2, ...; never over another file), so
/// that it is not overwritten. Returns the new path. Throws Error if the rename fails.
std::filesystem::path set_aside(const std::filesystem::path& path);

}  // namespace progan
