#include "app/explorer/ui/line_breaks.h"

#include <imgui.h>

#include <algorithm>
#include <array>

#include "app/explorer/platform/imgui_compat.h"

namespace progan {
namespace {

// Three bytes each, as UTF-8 has them.
constexpr std::array<std::string_view, 38> kNeverFirst{
    "。", "、", "」", "』", "）", "】", "〕", "》", "〉", "！", "？", "：", "；",
    "，", "．", "・", "…",  "ー", "％", "々", "ぁ", "ぃ", "ぅ", "ぇ", "ぉ", "っ",
    "ゃ", "ゅ", "ょ", "ッ", "ァ", "ィ", "ゥ", "ェ", "ォ", "ャ", "ュ", "ョ"};
constexpr std::array<std::string_view, 7> kNeverLast{"「", "『", "（", "【", "〔", "《", "〈"};
bool begins_with_sign(std::string_view text) {
    return std::any_of(kNeverFirst.begin(), kNeverFirst.end(),
                       [&](std::string_view sign) { return text.starts_with(sign); });
}

bool ends_with_sign(std::string_view text) {
    return std::any_of(kNeverLast.begin(), kNeverLast.end(),
                       [&](std::string_view sign) { return text.ends_with(sign); });
}

/// Whether the character that begins at `at` is Japanese or Chinese, and not a Latin letter, a digit or a
/// blank.
bool is_wide(std::string_view text, std::size_t at) {
    if (at + 3 > text.size()) return false;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    if ((byte(0) & 0xF0U) != 0xE0U) return false;
    const unsigned code = (byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
    return (code >= 0x2E80 && code < 0xA4D0) || (code >= 0xF900 && code < 0xFB00) ||
           (code >= 0xFF00 && code < 0xFFF0);
}

bool has_wide(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at)
        if (is_wide(text, at)) return true;
    return false;
}

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

/// "0.5" or "1,024", within which Dear ImGui would break a line.
bool has_number_with_sign(std::string_view text) {
    for (std::size_t at = 1; at + 1 < text.size(); ++at)
        if ((text[at] == '.' || text[at] == ',') && is_digit(text[at - 1]) && is_digit(text[at + 1]))
            return true;
    return false;
}

/// The beginning of the character before.
std::size_t one_back(std::string_view text, std::size_t at) {
    do --at;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U);
    return at;
}

std::size_t one_on(std::string_view text) {
    std::size_t at = 1;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
    return at;
}

/// At a blank, or beside a Japanese or Chinese character unless a sign there forbids it.
bool may_break(std::string_view text, std::size_t at) {
    if (text[at] == ' ' || text[at - 1] == ' ') return true;
    if (begins_with_sign(text.substr(at)) || ends_with_sign(text.substr(0, at))) return false;
    return is_wide(text, at) || is_wide(text, one_back(text, at));
}

/// Where a line of at most `most` bytes ends: there if it may end nowhere.
std::size_t line_end(std::string_view text, std::size_t most) {
    for (std::size_t at = most; at > 0; at = one_back(text, at))
        if (may_break(text, at)) return at;
    return most;
}

void append_wrapped(std::string& result, std::string_view text, const FittingBytes& fitting) {
    while (!text.empty()) {
        std::size_t end = std::max(fitting(text), one_on(text));
        if (end >= text.size()) break;
        end = line_end(text, end);
        result.append(text.substr(0, end)).append("\n");
        text.remove_prefix(end);
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    }
    result.append(text);
}

}  // namespace

std::string with_line_breaks(const std::string& text, const FittingBytes& fitting) {
    if (!has_wide(text) && !has_number_with_sign(text)) return text;
    std::string result;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        if (begin > 0) result += '\n';
        append_wrapped(result, std::string_view(text).substr(begin, end - begin), fitting);
        begin = end + 1;
    }
    return result;
}

std::string with_line_breaks(const std::string& text, float width) {
    const ImFont& font = *ImGui::GetFont();
    return with_line_breaks(text, [&](std::string_view rest) {
        const char* end = rest.data();
        font.CalcTextSizeA(ImGui::GetFontSize(), width, 0, rest.data(), rest.data() + rest.size(), &end);
        return static_cast<std::size_t>(end - rest.data());
    });
}

std::string with_line_breaks(const std::string& text) {
    const float width = wrap_width();
    return width > 0 ? with_line_breaks(text, width) : text;
}

}  // namespace progan
