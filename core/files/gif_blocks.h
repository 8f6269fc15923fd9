// The blocks of a GIF: a header, a palette, then blocks to the trailer, each a chain of sub-blocks of at most
// 255 bytes (the GIF89a specification). What comments hold is read and written here, no pixels.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace progan {

inline constexpr char kGifTrailer = 0x3b;  ///< the last byte

/// The text of the first comment that starts with `mark`, with the mark. Of more than `max_bytes` as much as
/// shows that there is more. Throws Error naming the file if it is damaged before a comment was found.
std::optional<std::string> gif_comment(const std::filesystem::path& path, std::string_view mark,
                                       std::size_t max_bytes);

/// The block that holds a comment: its place is between the last picture and the trailer.
std::string gif_comment_block(std::string_view text);

}  // namespace progan
