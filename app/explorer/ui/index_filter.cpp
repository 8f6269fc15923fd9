#include "app/explorer/ui/index_filter.h"

#include <charconv>

#include "core/support/text.h"

namespace progan {
namespace {

constexpr std::string_view kSpace = " \t";

bool to_number(std::string_view text, std::size_t& number) {
    text = trimmed(text, kSpace);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

bool part_passes(std::string_view part, std::size_t index) {
    std::size_t low = 0, high = 0;
    const auto dash = part.find('-');
    if (!to_number(part.substr(0, dash), low)) return false;
    if (dash == std::string_view::npos) return index == low;
    if (trimmed(part.substr(dash + 1), kSpace).empty()) return index >= low;  // "10-" while it is being typed
    return to_number(part.substr(dash + 1), high) && index >= low && index <= high;
}

}  // namespace

bool index_passes(std::string_view text, std::size_t index) {
    if (trimmed(text, kSpace).empty()) return true;
    while (!text.empty()) {
        const auto comma = text.find(',');
        const std::string_view part = trimmed(text.substr(0, comma), kSpace);
        if (!part.empty() && part_passes(part, index)) return true;
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    }
    return false;
}

}  // namespace progan
