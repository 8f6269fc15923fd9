// Atomic writing: killed at any moment, the program leaves either the old or the new file, never part of one.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace progan {

/// Writes the bytes to a temporary file in the same folder, fsyncs it, renames it over `path` and fsyncs the
/// folder. A symbolic link stays: what it leads to is written. Creates missing parent folders. On failure, or
/// if something else than a file is there, removes the temporary file and throws Error naming the file and
/// the reason.
void write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes);
void write_file_atomically(const std::filesystem::path& path, std::string_view text);

/// The whole file. Throws Error naming the file if it cannot be read, is a folder, or has more than `most`
/// bytes.
std::string read_text_file(const std::filesystem::path& path, std::size_t most);

/// Renames an unreadable file to NAME.unreadable-1 (or -2, ...; never over another file) so that it is not
/// overwritten. Returns the new path. Throws Error if that fails.
std::filesystem::path set_aside(const std::filesystem::path& path);

/// The same for a file that could not be read: returns why, and what it is called now.
std::string set_aside_with_notice(const std::filesystem::path& path, const std::string& problem);

/// The same for a file of which most can be read: it is there under both names, until it is rewritten. An
/// existing copy counts. Throws Error if that fails.
std::filesystem::path keep_aside(const std::filesystem::path& path);

}  // namespace progan
