// Reading a file whose contents are not to be trusted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/support/progress.h"

namespace progan {

/// A regular file open for reading; closes itself. All reads are checked against the size found at the start.
class InputFile {
  public:
    /// Throws Error naming the path: not there, not readable, a folder, not a regular file.
    explicit InputFile(const std::filesystem::path& path);
    ~InputFile();
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    const std::string& name() const { return name_; }
    std::uint64_t size() const { return size_; }

    /// Fills `out` from `offset` on. Throws Error if the file ends before.
    void read(std::uint64_t offset, std::span<std::byte> out) const;

    /// The whole file. Progress is reported in bytes; Cancelled passes through.
    std::vector<std::byte> read_all(const ProgressReport& progress = {}) const;

    /// Lower-case hexadecimal SHA-256 of the whole file, read in pieces.
    std::string sha256(const ProgressReport& progress = {}) const;

  private:
    std::string name_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

}  // namespace progan
