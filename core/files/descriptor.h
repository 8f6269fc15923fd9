// Open files with an owner, and errors that name the file.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>

#include "core/support/error.h"
#include "core/system/file.h"

namespace progan {

using system::Descriptor;

[[noreturn]] inline void throw_not_written(const std::filesystem::path& path, const std::string& reason) {
    throw Error("{} cannot be written: {}.", path.string(), reason);
}

[[noreturn]] inline void throw_not_written(const std::filesystem::path& path, int error) {
    throw_not_written(path, std::strerror(error));
}

/// Writes all bytes at the file's position. `shown` is the file that an error names.
inline void write_all(const Descriptor& file, std::span<const std::byte> bytes,
                      const std::filesystem::path& shown) {
    while (!bytes.empty()) {
        const std::ptrdiff_t written = system::write_some(file, bytes);
        if (written < 0) throw_not_written(shown, errno);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

}  // namespace progan
