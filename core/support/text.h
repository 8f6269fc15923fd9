// Text from a file that may be hostile, made fit for an error message.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace progan {

/// 'text' in quotes, cut after 60 bytes (whole UTF-8 characters), control characters and broken UTF-8 as '?'.
std::string in_quotes(std::string_view text);

/// "[3, 96, 1, 1]"
std::string shape_text(std::span<const std::int64_t> shape);

}  // namespace progan
