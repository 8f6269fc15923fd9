// A file manager's side of drag and drop (XDND version 5, freedesktop.org), so that tests can drop real files
// on a window.
#pragma once

#include <filesystem>
#include <string>

namespace progan::test {

/// Drops the file on the window of this name at (x, y) of the screen. Throws std::runtime_error if the window
/// does not take it.
void drop_file(const std::string& display, const std::string& window_name, const std::filesystem::path& file,
               int x, int y);

}  // namespace progan::test
