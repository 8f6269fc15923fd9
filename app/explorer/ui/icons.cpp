#include "app/explorer/ui/icons.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/explorer/platform/fonts.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

struct Entry {
    Icon icon;
    ImWchar code_point;  ///< in Material Design Icons 1.6
    const char* word;
    bool sign;  ///< draw_sign() knows it
};

constexpr std::array kIcons{
    Entry{Icon::play, 0xf40a, tr_later("Play"), true},
    Entry{Icon::pause, 0xf3e4, tr_later("Pause"), true},
    Entry{Icon::previous, 0xf4ae, tr_later("Back"), true},
    Entry{Icon::next, 0xf4ad, tr_later("Next"), true},
    Entry{Icon::add, 0xf415, tr_later("Add"), true},
    Entry{Icon::locked, 0xf33e, tr_later("Locked"), true},
    Entry{Icon::unlocked, 0xf340, tr_later("Lock"), true},
    Entry{Icon::reset, 0xf465, tr_later("Reset"), true},
    Entry{Icon::close, 0xf156, tr_later("Close"), true},
    Entry{Icon::swap, 0xf4e1, tr_later("Swap"), true},
    Entry{Icon::pin, 0xf403, tr_later("Pin"), true},
    Entry{Icon::random, 0xf1ce, tr_later("Random"), false},
    Entry{Icon::keep, 0xf2d5, tr_later("Keep"), false},
    Entry{Icon::undo, 0xf54d, tr_later("Undo"), false},
    Entry{Icon::redo, 0xf44f, tr_later("Redo"), false},
    Entry{Icon::settings, 0xf493, tr_later("Settings"), false},
    Entry{Icon::help, 0xf625, tr_later("Help"), false},
    Entry{Icon::face, 0xf643, tr_later("Face"), false},
    Entry{Icon::grid, 0xf03b, tr_later("Grid"), false},
    Entry{Icon::map, 0xf34d, tr_later("Map"), false},
    Entry{Icon::teach, 0xf474, tr_later("Teach"), false},
    Entry{Icon::compare, 0xf18a, tr_later("Compare"), false},
    Entry{Icon::animate, 0xf381, tr_later("Animate"), false},
    Entry{Icon::growth, 0xf4cd, tr_later("Growth"), false},
    Entry{Icon::train, 0xf12a, tr_later("Train"), false},
    Entry{Icon::layers, 0xf328, tr_later("Layers"), false},
    Entry{Icon::fold_left, 0xf141, "<", true},
    Entry{Icon::fold_right, 0xf142, ">", true},
    Entry{Icon::fold_up, 0xf143, "^", true},
    Entry{Icon::fold_down, 0xf140, "v", true},
    Entry{Icon::menu, 0xf140, tr_later("Menu"), true},
    Entry{Icon::search, 0xf349, tr_later("Search"), false},
    Entry{Icon::minus, 0xf374, "-", true},
    Entry{Icon::record, 0xf44a, tr_later("Record"), true},
    Entry{Icon::more, 0xf1d8, "...", true},
    Entry{Icon::exporting, 0xf207, tr_later("Export"), false},
    Entry{Icon::wander, 0xf583, tr_later("Wander"), false},
    Entry{Icon::stop, 0xf4db, tr_later("Stop"), true},
    Entry{Icon::slideshow, 0xf429, tr_later("Slideshow"), false},
    Entry{Icon::star, 0xf4ce, tr_later("Star"), true},
    Entry{Icon::no_star, 0xf4d2, tr_later("No star"), true},
    Entry{Icon::remove, 0xf1c0, tr_later("Delete"), false},
    Entry{Icon::check, 0xf12c, tr_later("Chosen"), false},
    Entry{Icon::folder, 0xf24b, tr_later("Browse"), false},
    Entry{Icon::sound, 0xf387, tr_later("Sound"), false},
};

const Entry& entry_of(Icon icon) {
    return kIcons[static_cast<std::size_t>(icon)];
}

const ImFontGlyph* glyph_of(Icon icon) {
    const ImFont* font = font_of(FontRole::icons);
    return font ? font->FindGlyphNoFallback(entry_of(icon).code_point) : nullptr;
}

/// Five points, the first one above.
void draw_star(ImDrawList& list, ImVec2 mid, float r, ImU32 color, bool filled, float line) {
    constexpr float kInner = 0.45f, kStep = 0.62831853f;
    ImVec2 points[10];
    for (int i = 0; i < 10; ++i) {
        const float radius = r * (i % 2 == 0 ? 1.3f : 1.3f * kInner), turn = kStep * static_cast<float>(i);
        points[i] = {mid.x + radius * std::sin(turn), mid.y - radius * std::cos(turn)};
    }
    if (!filled) {
        list.AddPolyline(points, 10, color, ImDrawFlags_Closed, line);
        return;
    }
    for (int i = 0; i < 10; i += 2)
        list.AddQuadFilled(mid, points[(i + 9) % 10], points[i], points[i + 1], color);
}

// Signs that need no font, in a circle of radius r around mid; false: the icon is not one of these.

bool draw_player_sign(ImDrawList& list, Icon icon, ImVec2 mid, float r, float line, ImU32 color) {
    switch (icon) {
        case Icon::play:
            list.AddTriangleFilled({mid.x - r * 0.8f, mid.y - r * 1.1f}, {mid.x - r * 0.8f, mid.y + r * 1.1f},
                                   {mid.x + r * 1.2f, mid.y}, color);
            return true;
        case Icon::pause:
            list.AddRectFilled({mid.x - r, mid.y - r}, {mid.x - r * 0.3f, mid.y + r}, color);
            list.AddRectFilled({mid.x + r * 0.3f, mid.y - r}, {mid.x + r, mid.y + r}, color);
            return true;
        case Icon::previous:
        case Icon::next: {
            const float sign = icon == Icon::next ? 1.0f : -1.0f;
            list.AddTriangleFilled({mid.x - sign * r * 0.9f, mid.y - r * 0.9f},
                                   {mid.x - sign * r * 0.9f, mid.y + r * 0.9f},
                                   {mid.x + sign * r * 0.6f, mid.y}, color);
            list.AddLine({mid.x + sign * r * 0.9f, mid.y - r * 0.9f},
                         {mid.x + sign * r * 0.9f, mid.y + r * 0.9f}, color, line);
            return true;
        }
        case Icon::record:
            list.AddCircleFilled(mid, r, color);
            return true;
        case Icon::stop:
            list.AddRectFilled({mid.x - r, mid.y - r}, {mid.x + r, mid.y + r}, color);
            return true;
        default:
            return false;
    }
}

bool draw_arrow_sign(ImDrawList& list, Icon icon, ImVec2 mid, float r, float line, ImU32 color) {
    switch (icon) {
        case Icon::reset:
            list.PathArcTo(mid, r, -0.6f, 4.2f, 16);
            list.PathStroke(color, 0, line);
            list.AddTriangleFilled({mid.x + r * 0.35f, mid.y - r * 0.55f},
                                   {mid.x + r * 1.35f, mid.y - r * 0.35f},
                                   {mid.x + r * 0.95f, mid.y - r * 1.35f}, color);
            return true;
        case Icon::swap:
            for (float sign : {-1.0f, 1.0f}) {
                const float y = mid.y + sign * r * 0.45f, tip_x = mid.x + sign * r * 1.15f;
                list.AddLine({mid.x - r * 1.1f, y}, {mid.x + r * 1.1f, y}, color, line);
                list.AddLine({tip_x, y}, {tip_x - sign * r * 0.55f, y - r * 0.5f}, color, line);
                list.AddLine({tip_x, y}, {tip_x - sign * r * 0.55f, y + r * 0.5f}, color, line);
            }
            return true;
        case Icon::fold_left:
        case Icon::fold_right: {
            const float sign = icon == Icon::fold_right ? 1.0f : -1.0f;
            list.AddLine({mid.x - sign * r * 0.4f, mid.y - r * 0.8f}, {mid.x + sign * r * 0.4f, mid.y}, color,
                         line);
            list.AddLine({mid.x + sign * r * 0.4f, mid.y}, {mid.x - sign * r * 0.4f, mid.y + r * 0.8f}, color,
                         line);
            return true;
        }
        case Icon::fold_up:
        case Icon::fold_down: {
            const float sign = icon == Icon::fold_down ? 1.0f : -1.0f;
            list.AddLine({mid.x - r * 0.8f, mid.y - sign * r * 0.4f}, {mid.x, mid.y + sign * r * 0.4f}, color,
                         line);
            list.AddLine({mid.x, mid.y + sign * r * 0.4f}, {mid.x + r * 0.8f, mid.y - sign * r * 0.4f}, color,
                         line);
            return true;
        }
        default:
            return false;
    }
}

bool draw_plain_sign(ImDrawList& list, Icon icon, ImVec2 mid, float r, float line, ImU32 color) {
    switch (icon) {
        case Icon::add:
            list.AddLine({mid.x - r, mid.y}, {mid.x + r, mid.y}, color, line);
            list.AddLine({mid.x, mid.y - r}, {mid.x, mid.y + r}, color, line);
            return true;
        case Icon::locked:
        case Icon::unlocked: {
            const float lift = icon == Icon::locked ? 0 : r * 0.5f;
            list.PathArcTo({mid.x, mid.y - r * 0.25f - lift}, r * 0.6f, 3.14159f, 6.28319f, 10);
            if (icon == Icon::locked) list.PathLineTo({mid.x + r * 0.6f, mid.y});
            list.PathStroke(color, 0, line);
            if (lift > 0)
                list.AddLine({mid.x - r * 0.6f, mid.y - r * 0.25f - lift}, {mid.x - r * 0.6f, mid.y}, color,
                             line);
            list.AddRectFilled({mid.x - r * 0.95f, mid.y - r * 0.05f}, {mid.x + r * 0.95f, mid.y + r * 1.15f},
                               color, 1.5f);
            return true;
        }
        case Icon::close:
            list.AddLine({mid.x - r * 0.8f, mid.y - r * 0.8f}, {mid.x + r * 0.8f, mid.y + r * 0.8f}, color,
                         line);
            list.AddLine({mid.x + r * 0.8f, mid.y - r * 0.8f}, {mid.x - r * 0.8f, mid.y + r * 0.8f}, color,
                         line);
            return true;
        case Icon::pin:
            list.AddRectFilled({mid.x - r * 0.5f, mid.y - r * 1.1f}, {mid.x + r * 0.5f, mid.y}, color);
            list.AddRectFilled({mid.x - r, mid.y - r * 0.1f}, {mid.x + r, mid.y + r * 0.25f}, color);
            list.AddLine({mid.x, mid.y}, {mid.x, mid.y + r * 1.3f}, color, line);
            return true;
        case Icon::minus:
            list.AddLine({mid.x - r, mid.y}, {mid.x + r, mid.y}, color, line);
            return true;
        case Icon::menu:
            for (const float y : {-0.8f, 0.0f, 0.8f})
                list.AddLine({mid.x - r, mid.y + y * r}, {mid.x + r, mid.y + y * r}, color, line);
            return true;
        case Icon::more:
            for (const float x : {-0.9f, 0.0f, 0.9f})
                list.AddCircleFilled({mid.x + x * r, mid.y}, line, color);
            return true;
        case Icon::star:
        case Icon::no_star:
            draw_star(list, mid, r, color, icon == Icon::star, line);
            return true;
        default:
            return false;
    }
}

void draw_sign(ImDrawList& list, Icon icon, ImVec2 mid, float side, ImU32 color) {
    const float r = side * 0.24f, line = std::max(1.5f, side * 0.07f);
    for (const auto draw : {draw_player_sign, draw_arrow_sign, draw_plain_sign})
        if (draw(list, icon, mid, r, line, color)) return;
}

}  // namespace

std::span<const ImWchar> icon_code_points() {
    static const std::array<ImWchar, kIcons.size()> points = [] {
        std::array<ImWchar, kIcons.size()> all{};
        std::transform(kIcons.begin(), kIcons.end(), all.begin(),
                       [](const Entry& entry) { return entry.code_point; });
        return all;
    }();
    return points;
}

bool has_icon(Icon icon) {
    return glyph_of(icon) || entry_of(icon).sign;
}

const char* icon_word(Icon icon) {
    return tr(entry_of(icon).word);
}

void draw_icon(ImDrawList& list, Icon icon, ImVec2 middle, float side, ImU32 color, float scale) {
    const ImFontGlyph* glyph = glyph_of(icon);
    if (!glyph) {
        draw_sign(list, icon, middle, side * scale, color);
        return;
    }
    ImFont* font = font_of(FontRole::icons);
    const ImVec2 at{std::floor(middle.x - (glyph->X0 + glyph->X1) / 2 * scale + 0.5f),
                    std::floor(middle.y - (glyph->Y0 + glyph->Y1) / 2 * scale + 0.5f)};
    list.PushTextureID(font->ContainerAtlas->TexID);
    font->RenderChar(&list, font->FontSize * scale, at, color, entry_of(icon).code_point);
    list.PopTextureID();
}

float icon_width() {
    const ImFont* font = font_of(FontRole::icons);
    return font ? font->FontSize : ImGui::GetFontSize();
}

}  // namespace progan
