// POSIX file descriptors with an owner.
#pragma once

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <utility>

#include "core/support/error.h"

namespace progan {

[[noreturn]] inline void throw_not_written(const std::filesystem::path& path, const std::string& reason) {
    throw Error("{} cannot be written: {}.", path.string(), reason);
}

[[noreturn]] inline void throw_not_written(const std::filesystem::path& path, int error) {
    throw_not_written(path, std::strerror(error));
}

/// An open file descriptor, or -1.
class Descriptor {
  public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

  private:
    int fd_;
};

/// Writes all bytes at the file's position. `shown` is the file that an error names.
inline void write_all(const Descriptor& file, std::span<const std::byte> bytes,
                      const std::filesystem::path& shown) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw_not_written(shown, errno);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

}  // namespace progan
