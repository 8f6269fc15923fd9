// Text for messages. Text from files may be hostile, so it is made safe to print.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace progan {

/// 'text' in quotes, truncated after 60 bytes (at a UTF-8 character), with '?' for control characters and
/// invalid UTF-8.
std::string quote(std::string_view text);

/// With '?' for control characters and invalid UTF-8.
std::string printable(std::string_view text);

/// With small letters for A to Z; other bytes stay as they are.
std::string to_lower(std::string_view text);

/// Without what stands at either end and is one of `blanks`.
std::string_view trimmed(std::string_view text, std::string_view blanks = " \t\r\n");

/// "64 x 64"
std::string square_text(int side);

/// "1,234,567"
std::string thousands(std::int64_t count);

/// The size of a file: "12 bytes", "64 kB", "3.2 MB", "2.5 GB", in powers of 1000.
std::string bytes_text(double bytes);

/// "[3, 96, 1, 1]"
std::string shape_text(std::span<const std::int64_t> shape);

}  // namespace progan
