// A file manager's side of drag and drop (XDND version 5, freedesktop.org), so that tests can drop real files
// on a window.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace progan::test {

/// Drops the files on the window of this name at (x, y) of the screen, all at once. Throws std::runtime_error
/// if the window does not take them.
void drop_files(const std::string& display, const std::string& window_name,
                const std::vector<std::filesystem::path>& files, int x, int y);
inline void drop_file(const std::string& display, const std::string& window_name,
                      const std::filesystem::path& file, int x, int y) {
    drop_files(display, window_name, {file}, x, y);
}

}  // namespace progan::test
