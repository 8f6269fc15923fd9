#include "app/cli/options/frame_range.h"

#include <charconv>
#include <optional>
#include <utility>

#include "app/cli/command.h"
#include "core/support/error.h"

namespace progan::cli {
namespace {

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

std::optional<std::pair<std::int64_t, std::int64_t>> numbers_around(std::string_view text, char sign) {
    const std::size_t at = text.find(sign);
    if (at == std::string_view::npos) return std::nullopt;
    const auto before = number(text.substr(0, at)), after = number(text.substr(at + 1));
    if (!before || !after) return std::nullopt;
    return std::pair{*before, *after};
}

FrameRange part_of(std::int64_t part, std::int64_t parts, std::int64_t frames) {
    if (part < 1 || part > parts)
        throw UsageError("--frames {}/{} is not a part: parts are numbered from 1 to {}.", part, parts,
                         parts);
    if (parts > frames)
        throw UsageError("--frames {}/{}: the animation has only {} frames.", part, parts, frames);
    return {frames * (part - 1) / parts, frames * part / parts - 1};
}

}  // namespace

FrameRange parse_frame_range(std::string_view text, std::int64_t frames) {
    if (const auto part = numbers_around(text, '/')) return part_of(part->first, part->second, frames);
    const auto range = numbers_around(text, '-');
    if (!range || range->first > range->second)
        throw UsageError("--frames \"{}\" is neither a range such as 0-99 nor a part such as 3/8.", text);
    if (range->second >= frames)
        throw Error("--frames {}: the animation's frames are numbered from 0 to {}.", text, frames - 1);
    return {range->first, range->second};
}

}  // namespace progan::cli
