#include "app/explorer/platform/fonts.h"

#include <imgui.h>
#include <imgui_internal.h>

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

void add_font(ImFontAtlas& atlas, const FontFile& font, float pixels, ImFontConfig config,
              const ImWchar* ranges) {
    config.FontDataOwnedByAtlas = false;
    config.FontNo = font.index();
    // Dear ImGui only reads it.
    atlas.AddFontFromMemoryTTF(const_cast<char*>(font.bytes().data()), static_cast<int>(font.bytes().size()),
                               pixels, &config, ranges);
}

}  // namespace

Fonts::Fonts() : latin_(PROGAN_FONT_FILE, 0), japanese_(PROGAN_JAPANESE_FONT_FILE, 0) {}

const FontFile* Fonts::font_with(unsigned code_point) {
    for (const FontFile* font : {&latin_, &japanese_})
        if (font->holds(code_point)) return font;
    return system_.font_with(code_point);
}

void Fonts::need(unsigned code_point) {
    if (code_point < kFirstExtra || code_point > IM_UNICODE_CODEPOINT_MAX || in_latin(code_point)) return;
    if (extras_ >= kMostExtra || !asked_.insert(code_point).second) return;
    const FontFile* font = font_with(code_point);
    if (!font) return;
    extra_[font].push_back(code_point);
    ++extras_;
    stale_ = true;
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
    ImFontConfig config;
    config.OversampleH = 2;
    config.OversampleV = 1;
    config.PixelSnapH = true;
    if (!latin_.bytes().empty()) {
        add_font(atlas, latin_, pixels, config, kLatin);
    } else {
        config.SizePixels = pixels;
        atlas.AddFontDefault(&config);
    }
    config.MergeMode = true;
    config.GlyphOffset.y = 0;
    ranges_.clear();
    for (const auto& [font, code_points] : extra_) {
        ImFontGlyphRangesBuilder builder;
        for (unsigned code_point : code_points) builder.AddChar(static_cast<ImWchar>(code_point));
        builder.BuildRanges(&ranges_.emplace_back());
        // Letters of the other fonts are as large as ours, though their lines may be higher.
        const float size = font == &japanese_ ? pixels : pixels * font->line_height() / latin_.line_height();
        add_font(atlas, *font, size, config, ranges_.back().Data);
    }
    atlas.Build();
    return true;
}

void use_for_drawn_text(Fonts* fonts) {
    ImGui::GetIO().UserData = fonts;
}

void need_for_drawing(std::string_view utf8) {
    if (auto* fonts = static_cast<Fonts*>(ImGui::GetIO().UserData)) fonts->need(utf8);
}

}  // namespace progan
