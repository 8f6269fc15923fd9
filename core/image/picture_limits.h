// Limits on the size of pictures read from files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace progan {

/// Throws Error, naming the picture, if a header claims no pixels, more than 16384 per side, 64 million in
/// total, or more than the file's bytes could hold at the format's best compression (`most_pixels_per_byte`).
void check_picture_size(const std::string& name, std::int64_t width, std::int64_t height, std::size_t bytes,
                        std::int64_t most_pixels_per_byte);

}  // namespace progan
