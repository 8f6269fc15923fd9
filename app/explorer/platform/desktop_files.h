// What the desktop knows about files: where a person keeps pictures, and how to point at a file. Any thread.
#pragma once

#include <filesystem>
#include <string>

namespace progan {

/// The person's folder of pictures: $XDG_PICTURES_DIR, else what ~/.config/user-dirs.dirs names, else
/// ~/Pictures; the home folder if that is not there, and empty if there is none.
std::filesystem::path pictures_folder();

/// "~/faces" and "~": from the home folder. Other paths are returned as they are.
std::filesystem::path from_home(const std::string& path);
/// "~/Pictures" for what lies in the home folder.
std::string with_tilde(const std::filesystem::path& path);

/// "file:///home/anna/Seed%2021.png". Source: RFC 3986, section 2.3.
std::string file_uri(const std::filesystem::path& path);

/// Opens the file manager on the file's folder, with the file selected if it can: by the D-Bus interface
/// org.freedesktop.FileManager1, else by xdg-open. Waits for the programs that it starts, a few seconds at
/// most. Throws Error naming the folder if neither is there.
void show_in_file_manager(const std::filesystem::path& file);

}  // namespace progan
