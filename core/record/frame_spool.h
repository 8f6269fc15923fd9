// Frames on disk instead of in memory, for a format that needs them twice. Internal to core/record.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/files/descriptor.h"
#include "core/image/image.h"

namespace progan {

/// Raw pixels in a file without a name: the system frees it with the last descriptor, even if the program is
/// killed.
class FrameSpool {
  public:
    /// In the folder of `target`, because there is room for the result; failures are told of `target`.
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
