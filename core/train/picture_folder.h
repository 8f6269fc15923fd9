// The pictures below a folder: which files training and evaluation read, and what they leave out and why.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace progan {

struct PictureFolder {
    std::vector<std::filesystem::path> files;  ///< sorted by path
    std::vector<std::string> left_out;  ///< phrases: "2 sample sheets of training runs (in run/samples)"
};

/// All pictures in the folder and in those below it. Left out are the sample sheets of training runs. Throws
/// Error if it is not a folder or cannot be read.
PictureFolder find_pictures(const std::filesystem::path& folder);

/// "Left out: ..., ....", or "" if nothing was.
std::string left_out_sentence(const std::vector<std::string>& left_out);

}  // namespace progan
