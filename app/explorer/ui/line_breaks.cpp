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
constexpr int kMostBack = 4;  // characters: a line of nothing else breaks where it must

bool begins_with_sign(std::string_view text) {
    return std::any_of(kNeverFirst.begin(), kNeverFirst.end(),
                       [&](std::string_view sign) { return text.starts_with(sign); });
}

bool ends_with_sign(std::string_view text) {
    return std::any_of(kNeverLast.begin(), kNeverLast.end(),
                       [&](std::string_view sign) { return text.ends_with(sign); });
}

bool has_signs(std::string_view text) {
    const auto is_in = [&](std::string_view sign) { return text.find(sign) != std::string_view::npos; };
    return std::any_of(kNeverFirst.begin(), kNeverFirst.end(), is_in) ||
           std::any_of(kNeverLast.begin(), kNeverLast.end(), is_in);
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

/// Where the line ends instead of at `at`.
std::size_t moved_back(std::string_view text, std::size_t at) {
    std::size_t moved = at;
    for (int i = 0; i < kMostBack && moved > 0; ++i) {
        if (!begins_with_sign(text.substr(moved)) && !ends_with_sign(text.substr(0, moved))) break;
        moved = one_back(text, moved);
    }
    const bool good =
        moved > 0 && !begins_with_sign(text.substr(moved)) && !ends_with_sign(text.substr(0, moved));
    return good ? moved : at;
}

void append_wrapped(std::string& result, std::string_view text, const FittingBytes& fitting) {
    while (!text.empty()) {
        std::size_t end = std::max(fitting(text), one_on(text));
        if (end >= text.size()) break;
        end = moved_back(text, end);
        result.append(text.substr(0, end)).append("\n");
        text.remove_prefix(end);
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    }
    result.append(text);
}

}  // namespace

std::string with_line_breaks(const std::string& text, const FittingBytes& fitting) {
    if (!has_signs(text)) return text;
    std::string result;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        if (begin > 0) result += '\n';
        append_wrapped(result, std::string_view(text).substr(begin, end - begin), fitting);
        begin = end + 1;
    }
    return result;
}

std::string with_line_breaks(const std::string& text) {
    const float width = wrap_width();
    if (width <= 0) return text;
    const ImFont& font = *ImGui::GetFont();
    const float scale = ImGui::GetFontSize() / font.FontSize;
    return with_line_breaks(text, [&](std::string_view rest) {
        const char* const end =
            font.CalcWordWrapPositionA(scale, rest.data(), rest.data() + rest.size(), width);
        return static_cast<std::size_t>(end - rest.data());
    });
}

}  // namespace progan
