// Where the crop of the photo lies that a favourite was found for, if it was.
#pragma once

#include <filesystem>
#include <string>

namespace progan {

inline std::filesystem::path photo_crop_path(const std::filesystem::path& data_folder,
                                             const std::string& favourite) {
    return data_folder / "favourites" / (favourite + "-photo.png");
}

}  // namespace progan
