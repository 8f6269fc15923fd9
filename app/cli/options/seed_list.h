// Parses lists of seeds: "1-16,42".
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace progan::cli {

/// Numbers 0..4294967295 and ascending ranges, separated by commas, in the order written; at most a million.
/// Throws UsageError naming the invalid part.
std::vector<std::uint32_t> parse_seed_list(std::string_view text);

}  // namespace progan::cli
