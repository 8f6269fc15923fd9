#include "app/cli/options/seed_list.h"

#include <charconv>
#include <string>

#include "app/cli/command.h"
#include "core/latent/seeds.h"
#include "core/support/text.h"

namespace progan::cli {
namespace {

constexpr std::size_t kMaxSeeds = 1'000'000;

constexpr std::string_view kBlanks = " \t";

UsageError wrong(std::string_view part, std::string_view why) {
    return UsageError("\"{}\" is not a list of seeds such as 1-16,42: {}.", part, why);
}

std::uint32_t parse_seed(std::string_view text, std::string_view part) {
    std::uint32_t seed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (error == std::errc::result_out_of_range)
        throw wrong(part, fmt::format("the largest seed is {}", kMaxSeed));
    if (error != std::errc() || end != text.data() + text.size())
        throw wrong(part, fmt::format("a seed must be a whole number from 0 to {}", kMaxSeed));
    return seed;
}

}  // namespace

std::vector<std::uint32_t> parse_seed_list(std::string_view text) {
    std::vector<std::uint32_t> seeds;
    const std::string_view whole = text;
    while (true) {
        const std::string_view untrimmed = text.substr(0, text.find(','));
        const std::string_view part = trimmed(untrimmed, kBlanks);
        if (part.empty()) throw wrong(whole, "it has an empty entry");
        const std::size_t dash = part.find('-');
        const std::uint32_t first = parse_seed(trimmed(part.substr(0, dash), kBlanks), part);
        const std::uint32_t last = dash == std::string_view::npos
                                       ? first
                                       : parse_seed(trimmed(part.substr(dash + 1), kBlanks), part);
        if (last < first) throw wrong(part, "a range ends before it begins");
        if (std::uint64_t{last} - first + 1 + seeds.size() > kMaxSeeds)
            throw wrong(part, "it has more than a million seeds");
        for (std::uint64_t seed = first; seed <= last; ++seed)
            seeds.push_back(static_cast<std::uint32_t>(seed));
        if (untrimmed.size() == text.size()) return seeds;
        text.remove_prefix(untrimmed.size() + 1);
    }
}

}  // namespace progan::cli
