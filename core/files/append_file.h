// Files that grow at their end: logs, the history, session recordings.
#pragma once

#include <filesystem>
#include <string_view>

namespace progan {

/// Appends the text; a missing file is made, and so are its folders. Throws Error naming the file, which is
/// then as long as before: what is appended next follows a whole line again.
void append_to_file(const std::filesystem::path& path, std::string_view text);

/// The same, and waits until it is on the disk.
void append_durably(const std::filesystem::path& path, std::string_view text);

}  // namespace progan
