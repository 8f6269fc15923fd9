// What the desktop knows about files: where a person keeps pictures, how to point at a file, and which one is
// meant by a path or an address. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/support/child_process.h"

namespace progan {

/// The person's folder of pictures: $XDG_PICTURES_DIR, else what ~/.config/user-dirs.dirs names, else
/// ~/Pictures; the home folder if that is not there, and empty if there is none.
std::filesystem::path pictures_folder();

/// "~/faces" and "~": from the home folder. Other paths are returned as they are.
std::filesystem::path from_home(const std::string& path);
/// Where a person wants files to be saved who typed this folder: from the home folder if it begins with "~",
/// the folder of pictures if it is empty, and `otherwise` if there is none. An absolute path.
std::filesystem::path saving_folder(const std::string& typed, const std::filesystem::path& otherwise);
/// "~/Pictures" for what lies in the home folder.
std::string with_tilde(const std::filesystem::path& path);

struct ToOpen {
    std::filesystem::path path;
    std::string problem;  ///< a sentence if there is nothing to open, else empty
};

/// What a person wants who names this file: it may be a file:// address, from a file manager. There is
/// nothing to open at a web address, or where nothing is. Never throws.
ToOpen what_to_open(const std::filesystem::path& requested);

/// Opens the file manager on the file's folder, with the file selected if it can: by the D-Bus interface
/// org.freedesktop.FileManager1, else by xdg-open. Waits for the programs that it starts, a few seconds at
/// most. Throws Error naming the folder if neither is there.
void show_in_file_manager(const std::filesystem::path& file);

/// Whether there is a program of that name.
bool has_program(const std::string& name);
/// The program that shows a web page in the person's browser, xdg-open, with the address as its argument: no
/// shell reads it. Throws Error if there is none.
ChildCommand web_page_opener(const std::string& address);

}  // namespace progan
