// "1-16,42": the seeds a person asked for.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace progan::cli {

/// Numbers 0..4294967295 and ascending ranges, separated by commas, in the order written; at most a million.
/// Throws UsageError naming the part that is wrong.
std::vector<std::uint32_t> parse_seed_list(std::string_view text);

}  // namespace progan::cli
