#include "core/import/python_literals.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace progan {
namespace {

void append_utf8(std::string& text, std::uint32_t point) {
    if (point < 0x80) {
        text += static_cast<char>(point);
    } else if (point < 0x800) {
        text += static_cast<char>(0xc0 | point >> 6);
        text += static_cast<char>(0x80 | (point & 63));
    } else if (point < 0x10000) {
        text += static_cast<char>(0xe0 | point >> 12);
        text += static_cast<char>(0x80 | (point >> 6 & 63));
        text += static_cast<char>(0x80 | (point & 63));
    } else {
        text += static_cast<char>(0xf0 | (point >> 18 & 7));
        text += static_cast<char>(0x80 | (point >> 12 & 63));
        text += static_cast<char>(0x80 | (point >> 6 & 63));
        text += static_cast<char>(0x80 | (point & 63));
    }
}

std::uint32_t hexadecimal(std::string_view digits) {
    std::uint32_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    return value;
}

/// A number that is the whole of `text`; one too large for its type is 0.
template <class Number>
std::optional<Number> whole_number(std::string_view text) {
    Number value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::invalid_argument || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::string unquoted(std::string_view line) {
    if (line.size() >= 2 && (line.front() == '\'' || line.front() == '"') && line.back() == line.front())
        line = line.substr(1, line.size() - 2);
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '\\' || i + 1 == line.size()) {
            text += line[i];
            continue;
        }
        const char escape = line[++i];
        if (escape == 'x' && i + 2 < line.size()) {
            text += static_cast<char>(hexadecimal(line.substr(i + 1, 2)));
            i += 2;
        } else if (escape >= '0' && escape <= '7') {
            int value = 0, digits = 0;
            while (digits < 3 && i < line.size() && line[i] >= '0' && line[i] <= '7') {
                value = value * 8 + (line[i++] - '0');
                ++digits;
            }
            --i;
            text += static_cast<char>(value);
        } else {
            constexpr std::string_view kNames = "ntrabfv", kValues = "\n\t\r\a\b\f\v";
            const std::size_t known = kNames.find(escape);
            text += known == std::string_view::npos ? escape : kValues[known];
        }
    }
    return text;
}

std::string from_raw_unicode_escape(std::string_view line) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const std::size_t digits = line[i] != '\\' || i + 1 == line.size() ? 0
                                   : line[i + 1] == 'u'                    ? 4
                                   : line[i + 1] == 'U'                    ? 8
                                                                           : 0;
        if (digits != 0 && i + 1 + digits < line.size()) {
            append_utf8(text, hexadecimal(line.substr(i + 2, digits)));
            i += 1 + digits;
        } else {
            append_utf8(text, static_cast<unsigned char>(line[i]));
        }
    }
    return text;
}

std::optional<std::int64_t> integer_of(std::string_view text) {
    return whole_number<std::int64_t>(text);
}

std::optional<std::uint64_t> index_of(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<double> real_of(std::string_view text) {
    if (text == "nan") return std::numeric_limits<double>::quiet_NaN();
    if (text == "inf") return std::numeric_limits<double>::infinity();
    if (text == "-inf") return -std::numeric_limits<double>::infinity();
    return whole_number<double>(text);
}

std::int64_t long_integer_of(std::span<const std::byte> raw) {
    std::uint64_t value = !raw.empty() && (static_cast<unsigned>(raw.back()) & 0x80) ? ~std::uint64_t{0} : 0;
    for (std::size_t i = std::min<std::size_t>(raw.size(), 8); i-- > 0;)
        value = value << 8 | static_cast<std::uint64_t>(raw[i]);
    return static_cast<std::int64_t>(value);
}

}  // namespace progan
