#include "core/support/text.h"

#include <algorithm>
#include <cmath>

#include "core/support/translate.h"

namespace progan {
namespace {

/// Bytes of the UTF-8 character that starts at `text`, or 0 if it is invalid or a control character.
std::size_t character_length(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x20 || first == 0x7F) return 0;
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xF0 && first <= 0xF4   ? 4
                               : first >= 0xE0 && first <= 0xEF ? 3
                               : first >= 0xC2 && first <= 0xDF ? 2
                                                                : 0;
    if (length == 0 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) return 0;
    return length;
}

/// Takes the first character off the text: itself, or '?' for a byte that cannot be printed.
std::string_view next_printable(std::string_view& text) {
    const std::size_t length = character_length(text);
    const std::string_view character = length == 0 ? "?" : text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
    return character;
}

}  // namespace

std::string quote(std::string_view text) {
    constexpr std::size_t kMaxBytes = 60;
    std::string result = "'";
    while (!text.empty() && result.size() <= kMaxBytes) result += next_printable(text);
    return result + (text.empty() ? "'" : "...'");
}

std::string printable(std::string_view text) {
    std::string result;
    while (!text.empty()) result += next_printable(text);
    return result;
}

std::string to_lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return result;
}

std::string_view trimmed(std::string_view text, std::string_view blanks) {
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string square_text(int side) {
    return std::to_string(side) + " x " + std::to_string(side);
}

std::string thousands(std::int64_t count) {
    std::string text = std::to_string(count);
    const int first = count < 0 ? 1 : 0;
    for (int at = static_cast<int>(text.size()) - 3; at > first; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string bytes_text(double bytes) {
    if (bytes < 999.5) return tr_plural("{} byte", "{} bytes", std::llround(bytes));
    if (bytes < 999.5e3) return trf("{:.0f} kB", bytes / 1e3);
    return bytes < 999.5e6 ? trf("{:.1f} MB", bytes / 1e6) : trf("{:.1f} GB", bytes / 1e9);
}

std::string shape_text(std::span<const std::int64_t> shape) {
    std::string result = "[";
    for (const std::int64_t size : shape) {
        if (result.size() > 1) result += ", ";
        result += std::to_string(size);
    }
    return result + "]";
}

}  // namespace progan
