// Reading files whose contents cannot be trusted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/files/descriptor.h"
#include "core/support/error.h"
#include "core/support/progress.h"

namespace progan {

/// The sentence for a file that cannot be opened, by errno: "X cannot be opened: No such file or directory."
/// Says so if a web address was given in place of a file.
Error not_opened(const std::filesystem::path& path, int error);

/// A regular file open for reading. All reads are checked against the size it had when it was opened.
class InputFile {
  public:
    /// Throws Error naming the path if it is missing, not readable, a folder or not a regular file.
    explicit InputFile(const std::filesystem::path& path);
    /// A file that is open already; `name` is that for messages.
    InputFile(Descriptor open, std::string name);
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    const std::string& name() const { return name_; }
    std::uint64_t size() const { return size_; }
    /// For a child process to read.
    int descriptor() const { return descriptor_.get(); }

    /// Fills `out` with the bytes from `offset` on. Throws Error if the file is too short.
    void read(std::uint64_t offset, std::span<std::byte> out) const;

    /// The whole file. Progress is reported in bytes; Cancelled passes through.
    std::vector<std::byte> read_all(const ProgressReport& progress = {}) const;

    /// Lower-case hexadecimal SHA-256 of the whole file, which is read in pieces.
    std::string sha256(const ProgressReport& progress = {}) const;

  private:
    std::string name_;
    Descriptor descriptor_;
    std::uint64_t size_ = 0;
};

}  // namespace progan
