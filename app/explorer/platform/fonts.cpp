#include "app/explorer/platform/fonts.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <string>

#include <filesystem>

namespace progan {
namespace {

// Latin, Latin-1, Latin Extended-A, dashes and quotes, arrows, the symbols on buttons.
constexpr ImWchar kLatin[] = {0x20, 0x17f, 0x2010, 0x2027, 0x2030, 0x203a, 0x2190, 0x2193, 0};
constexpr unsigned kFirstExtra = 0x180;

bool in_latin(unsigned code_point) {
    for (const ImWchar* range = kLatin; *range; range += 2)
        if (code_point >= range[0] && code_point <= range[1]) return true;
    return false;
}

}  // namespace

void Fonts::need(unsigned code_point) {
    if (code_point < kFirstExtra || code_point > IM_UNICODE_CODEPOINT_MAX || in_latin(code_point)) return;
    if (extra_.insert(code_point).second) stale_ = true;
}

void Fonts::need(std::string_view utf8) {
    const char* at = utf8.data();
    const char* end = at + utf8.size();
    while (at < end) {
        if (static_cast<unsigned char>(*at) < 0x80) {
            ++at;
            continue;
        }
        unsigned code_point = 0;
        const int length = ImTextCharFromUtf8(&code_point, at, end);
        if (length <= 0) return;
        need(code_point);
        at += length;
    }
}

bool Fonts::build(float pixels) {
    if (pixels == built_pixels_ && !stale_) return false;
    built_pixels_ = pixels;
    stale_ = false;
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    const std::string latin = PROGAN_FONT_FILE, japanese = PROGAN_JAPANESE_FONT_FILE;
    ImFontConfig config;
    config.OversampleH = 2;
    config.OversampleV = 1;
    config.PixelSnapH = true;
    if (std::filesystem::exists(latin)) {
        atlas.AddFontFromFileTTF(latin.c_str(), pixels, &config, kLatin);
    } else {
        config.SizePixels = pixels;
        atlas.AddFontDefault(&config);
    }
    if (!extra_.empty() && std::filesystem::exists(japanese)) {
        // The ranges must outlive the build.
        static ImVector<ImWchar> ranges;
        ranges.clear();
        ImFontGlyphRangesBuilder builder;
        for (unsigned code_point : extra_) builder.AddChar(static_cast<ImWchar>(code_point));
        builder.BuildRanges(&ranges);
        config.MergeMode = true;
        config.GlyphOffset.y = 0;
        atlas.AddFontFromFileTTF(japanese.c_str(), pixels, &config, ranges.Data);
    }
    atlas.Build();
    return true;
}

}  // namespace progan
