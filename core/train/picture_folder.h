// The pictures below a folder: which files training and evaluation read, and what they leave out and why.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace progan {

struct PictureFolder {
    std::vector<std::filesystem::path> files;  ///< sorted by path
    std::vector<std::string> left_out;         ///< phrases: "2 TIFF pictures, which are not read (a.tif)"
};

/// All pictures in the folder and in those below it, links to folders included, each folder once. Left out
/// are hidden files and folders, the sample sheets of training runs, pictures of kinds that are not read, and
/// folders that cannot be. Throws Error if it is not a folder or cannot be read itself.
PictureFolder find_pictures(const std::filesystem::path& folder);

/// "Left out: ...; ....", or "" if nothing was.
std::string left_out_sentence(const std::vector<std::string>& left_out);

}  // namespace progan
