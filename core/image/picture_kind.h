// What kind of picture a file is named as.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace progan {

struct PictureKind {
    std::string_view name;  ///< "JPEG"
    bool readable = false;  ///< by read_image(), in this build and on this machine
};

/// By the ending of its name, in any case; nothing if it is not that of a picture.
std::optional<PictureKind> picture_kind(const std::filesystem::path& path);

/// Whether it is named like a picture that read_image() reads.
bool is_picture_name(const std::filesystem::path& path);

/// Whether the folder, or one below it, contains such a picture that is not hidden, judged by its first
/// thousand entries.
bool holds_pictures(const std::filesystem::path& folder);

/// "PNG, JPEG, ... or PSD": the kinds that are read.
std::string readable_kinds();

}  // namespace progan
