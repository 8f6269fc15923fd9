#include "app/explorer/platform/fonts.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>

#include "core/support/paths.h"

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

/// All figures as wide as the widest, each in the middle of its place: numbers that change do not dance, and
/// columns of them align. (Inter has such figures, but behind a feature that stb_truetype does not read.)
void make_figures_tabular(ImFont& font) {
    float widest = 0;
    for (ImWchar figure = '0'; figure <= '9'; ++figure)
        if (const ImFontGlyph* glyph = font.FindGlyphNoFallback(figure))
            widest = std::max(widest, glyph->AdvanceX);
    for (ImFontGlyph& glyph : font.Glyphs) {
        if (glyph.Codepoint < '0' || glyph.Codepoint > '9') continue;
        const float shift = (widest - glyph.AdvanceX) / 2;
        glyph.X0 += shift;
        glyph.X1 += shift;
        glyph.AdvanceX = widest;
        font.IndexAdvanceX[static_cast<int>(glyph.Codepoint)] = widest;
    }
}

}  // namespace

Fonts::Fonts(std::span<const ImWchar> icons)
    : latin_(font_path(PROGAN_FONT_FILE), 0),
      heading_(font_path(PROGAN_HEADING_FONT_FILE), 0),
      japanese_(font_path(PROGAN_JAPANESE_FONT_FILE), 0),
      icon_file_(font_path(PROGAN_ICON_FONT_FILE), 0),
      icons_(icons.begin(), icons.end()) {}

const FontFile* Fonts::font_with(unsigned code_point) {
    for (const FontFile* font : {&latin_, &japanese_})
        if (font->holds(code_point)) return font;
    return system_.font_with(code_point);
}

void Fonts::need(unsigned code_point) {
    if (code_point < kFirstExtra || code_point > IM_UNICODE_CODEPOINT_MAX || in_latin(code_point)) return;
    if (extras_ >= kMaxExtra || !asked_.insert(code_point).second) return;
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

void Fonts::make_ranges() {
    ranges_.clear();
    for (const auto& [font, code_points] : extra_) {
        ImFontGlyphRangesBuilder builder;
        for (const unsigned code_point : code_points) builder.AddChar(static_cast<ImWchar>(code_point));
        builder.BuildRanges(&ranges_[font]);
    }
    if (icon_file_.bytes().empty() || icons_.empty()) return;
    ImFontGlyphRangesBuilder builder;
    for (const ImWchar icon : icons_) builder.AddChar(icon);
    builder.BuildRanges(&ranges_[&icon_file_]);
}

void Fonts::add_text(const FontFile& latin, float pixels) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    ImFontConfig config;
    config.OversampleH = 2;
    config.OversampleV = 1;
    config.PixelSnapH = true;
    if (!latin.bytes().empty()) {
        add_font(atlas, latin, pixels, config, kLatin);
    } else {
        config.SizePixels = pixels;
        atlas.AddFontDefault(&config);
    }
    config.MergeMode = true;
    config.OversampleH = 1;  // hundreds of characters, each as wide as it is high
    config.GlyphOffset.y = 0;
    for (const auto& [font, code_points] : extra_) {
        // Letters of the other fonts are as large as ours, though their lines may be higher.
        const float size = font == &japanese_ ? pixels : pixels * font->line_height() / latin_.line_height();
        add_font(atlas, *font, size, config, ranges_[font].Data);
    }
}

void Fonts::add_icons(float pixels) {
    const auto ranges = ranges_.find(&icon_file_);
    if (ranges == ranges_.end()) return;
    ImFontConfig config;
    config.OversampleH = 2;
    config.OversampleV = 2;
    add_font(*ImGui::GetIO().Fonts, icon_file_, pixels, config, ranges->second.Data);
}

bool Fonts::build(const FontSizes& sizes) {
    if (sizes == built_ && !stale_) return false;
    built_ = sizes;
    stale_ = false;
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    make_ranges();
    // In the order of FontRole.
    add_text(latin_, sizes.body);
    add_text(latin_, sizes.small);
    add_text(heading_, sizes.heading);
    add_text(heading_, sizes.title);
    const int texts = atlas.Fonts.Size;
    add_icons(sizes.icon);
    atlas.Build();
    for (int i = 0; i < texts; ++i) make_figures_tabular(*atlas.Fonts[i]);
    return true;
}

ImFont* font_of(FontRole role) {
    const ImVector<ImFont*>& fonts = ImGui::GetIO().Fonts->Fonts;
    const int at = static_cast<int>(role);
    if (at < fonts.Size) return fonts[at];
    return role == FontRole::icons || fonts.empty() ? nullptr : fonts[0];
}

void use_for_drawn_text(Fonts* fonts) {
    ImGui::GetIO().UserData = fonts;
}

void need_for_drawing(std::string_view utf8) {
    if (auto* fonts = static_cast<Fonts*>(ImGui::GetIO().UserData)) fonts->need(utf8);
}

}  // namespace progan
