// Which version of a file is there: cheap to take, another one after every atomic write.
#pragma once

#include <cstdint>
#include <filesystem>

namespace progan {

/// All 0 if there is no such file.
struct FileMark {
    std::uint64_t device = 0, node = 0, size = 0;
    std::int64_t seconds = 0, nanoseconds = 0;  ///< of the last change

    bool operator==(const FileMark&) const = default;
    bool exists() const { return node != 0; }
};

/// Follows links. Never throws.
FileMark file_mark(const std::filesystem::path& path);

}  // namespace progan
