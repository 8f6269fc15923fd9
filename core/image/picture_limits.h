// How large a picture may be that is read from a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace progan {

/// Throws Error, naming the picture, if a header claims no pixels, more than 16384 a side, 64 million in all,
/// or more than the file's bytes could hold at the format's best (`most_pixels_per_byte`).
void check_picture_size(const std::string& name, std::int64_t width, std::int64_t height, std::size_t bytes,
                        std::int64_t most_pixels_per_byte);

}  // namespace progan
