// Keeps frames on disk instead of in memory, for formats that need them twice. Internal to core/record.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/files/descriptor.h"
#include "core/image/image.h"

namespace progan {

/// Raw pixels in an unnamed file, which the system frees with its last descriptor, even if the program is
/// killed.
class FrameSpool {
  public:
    /// In the folder of `target`, where there must be room for the result anyway; errors name `target`.
    explicit FrameSpool(std::filesystem::path target);

    void append(const Image& frame);       ///< all of one size
    Image read(std::int64_t index) const;  ///< in [0, count())
    std::int64_t count() const { return count_; }

  private:
    std::filesystem::path target_;
    Descriptor file_;
    int width_ = 0, height_ = 0;
    std::int64_t count_ = 0;
};

}  // namespace progan
