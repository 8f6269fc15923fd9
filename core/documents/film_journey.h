// The journey that a video carries. Internal to core/documents.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace progan {

/// Only the container's header is read, and only from this file. A file that cannot be read contains no
/// journey. Throws Error naming the file where the program was built without FFmpeg.
std::optional<std::string> journey_of_film(const std::filesystem::path& path);

}  // namespace progan
