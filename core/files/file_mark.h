// Which version of a file is there: cheap to take, another one after every atomic write; and which folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

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

/// Device and node of a folder, the same wherever it is moved on its disk; none where there is no folder.
using FolderIdentity = std::optional<std::pair<std::uint64_t, std::uint64_t>>;

/// Follows links. Never throws.
FolderIdentity folder_identity(const std::filesystem::path& path);

}  // namespace progan
