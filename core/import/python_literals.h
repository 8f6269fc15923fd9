// Texts and numbers as Python writes them into a pickle. Pure functions; they read what may be hostile, and
// never outside what they are given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace progan {

/// Protocol 0's 'quoted' Python 2 string.
std::string unquoted(std::string_view line);

/// Protocol 0's raw-unicode-escape: Latin-1 bytes, with \uXXXX and \UXXXXXXXX for the rest. As UTF-8.
std::string from_raw_unicode_escape(std::string_view line);

/// "-12"; 0 if it has more than 64 bits, nothing if it is not an integer. Python 2's L at the end is not part
/// of it.
std::optional<std::int64_t> integer_of(std::string_view text);
/// An index of the memo: "12"; nothing if it is not a number of at most 64 bits.
std::optional<std::uint64_t> index_of(std::string_view text);
/// "2.5", "1e-3", "nan", "-inf"; 0 if it is out of range, nothing if it is not a number.
std::optional<double> real_of(std::string_view text);

/// A little-endian two's complement integer of any length, truncated to 64 bits.
std::int64_t long_integer_of(std::span<const std::byte> raw);

}  // namespace progan
