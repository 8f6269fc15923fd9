#include "app/explorer/ui/theme.h"

#include <algorithm>

namespace progan {
namespace {

ImVec4 rgb(unsigned hex, float alpha = 1) {
    return {static_cast<float>(hex >> 16 & 255) / 255, static_cast<float>(hex >> 8 & 255) / 255,
            static_cast<float>(hex & 255) / 255, alpha};
}

Theme dark() {
    return {
        .canvas = rgb(0x111214),
        .panel = rgb(0x1a1c1f),
        .raised = rgb(0x25282d),
        .field = rgb(0x0f1012),
        .button = rgb(0x2f333a),
        .hover = rgb(0x3a3f47),
        .pressed = rgb(0x464c56),
        .selected = rgb(0x2b3644),
        .edge = rgb(0x6e7681),
        .separator = rgb(0x2c3036),
        .text = rgb(0xeceef1),
        .text_dim = rgb(0xa7adb7),
        .accent = rgb(0x6aa8ff),
        .accent_hover = rgb(0x8bbcff),
        .on_accent = rgb(0x0b1526),
        .journey = rgb(0xf2b457),
        .error = rgb(0xff8078),
        .recording = rgb(0xf0544c),
        .favourite = rgb(0xffcd46),
        .star = rgb(0xffcd46),
        .measure = rgb(0x85d48f),
        .track = rgb(0xdfeaff, 0.12f),
        .track_soft = rgb(0xdfeaff, 0.24f),
        .grab = rgb(0xeceef1),
        .shade = rgb(0x000000, 0.66f),
        .undone = rgb(0x14161a, 0.6f),
        .outside = rgb(0x000000, 0.45f),
        .on_picture = rgb(0xffffff),
        .ghost = rgb(0xffffff, 0.28f),
        .scrim = rgb(0x000000, 0.55f),
        .well = rgb(0xffffff, 0.04f),
    };
}

Theme light() {
    return {
        .canvas = rgb(0xe3e5e9),
        .panel = rgb(0xf6f7f9),
        .raised = rgb(0xffffff),
        .field = rgb(0xffffff),
        .button = rgb(0xe8ebef),
        .hover = rgb(0xdce0e6),
        .pressed = rgb(0xcdd3dc),
        .selected = rgb(0xd9e6fb),
        .edge = rgb(0x7a818c),
        .separator = rgb(0xd6d9df),
        .text = rgb(0x1b1d21),
        .text_dim = rgb(0x555c67),
        .accent = rgb(0x1a5fd0),
        .accent_hover = rgb(0x164fae),
        .on_accent = rgb(0xffffff),
        .journey = rgb(0x8f5400),
        .error = rgb(0xb3261e),
        .recording = rgb(0xc9302a),
        .favourite = rgb(0xffcd46),
        .star = rgb(0xa86f00),
        .measure = rgb(0x1f7a3a),
        .track = rgb(0x1b2433, 0.12f),
        .track_soft = rgb(0x1b2433, 0.24f),
        .grab = rgb(0x3a4049),
        .shade = rgb(0x000000, 0.66f),
        .undone = rgb(0xf6f7f9, 0.66f),
        .outside = rgb(0x5a606a, 0.35f),
        .on_picture = rgb(0xffffff),
        .ghost = rgb(0xffffff, 0.35f),
        .scrim = rgb(0x1b1d21, 0.4f),
        .well = rgb(0x000000, 0.04f),
    };
}

Theme black_and_white() {
    return {
        .canvas = rgb(0x000000),
        .panel = rgb(0x000000),
        .raised = rgb(0x141414),
        .field = rgb(0x000000),
        .button = rgb(0x1c1c1c),
        .hover = rgb(0x303030),
        .pressed = rgb(0x484848),
        .selected = rgb(0x003a66),
        .edge = rgb(0xffffff),
        .separator = rgb(0x9a9a9a),
        .text = rgb(0xffffff),
        .text_dim = rgb(0xe2e2e2),
        .accent = rgb(0xffd60a),
        .accent_hover = rgb(0xffe566),
        .on_accent = rgb(0x000000),
        .journey = rgb(0xffa94d),
        .error = rgb(0xff9d97),
        .recording = rgb(0xff6a62),
        .favourite = rgb(0xffd60a),
        .star = rgb(0xffd60a),
        .measure = rgb(0x8df29b),
        .track = rgb(0xffffff, 0.29f),
        .track_soft = rgb(0xffffff, 0.42f),
        .grab = rgb(0xffffff),
        .shade = rgb(0x000000, 0.85f),
        .undone = rgb(0x000000, 0.66f),
        .outside = rgb(0x000000, 0.6f),
        .on_picture = rgb(0xffffff),
        .ghost = rgb(0xffffff, 0.35f),
        .scrim = rgb(0x000000, 0.75f),
        .well = rgb(0xffffff, 0.08f),
    };
}

struct Applied {
    const Theme* theme = &theme_of(ThemeKind::dark);
    float scale = 1;
};

Applied& applied() {
    static Applied in_use;
    return in_use;
}

void set_shape(ImGuiStyle& style) {
    style.WindowPadding = {12, 12};
    style.FramePadding = {10, 5};
    style.ItemSpacing = {8, 8};
    style.ItemInnerSpacing = {6, 4};
    style.ScrollbarSize = 10;
    style.GrabMinSize = 12;
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 1;
    style.PopupBorderSize = 1;
    style.FrameBorderSize = 1;  // fields and boxes; buttons are told by their color
    style.FrameRounding = 5;
    style.GrabRounding = 5;
    style.PopupRounding = 8;
    style.ScrollbarRounding = 5;
    style.ChildRounding = 5;
    style.WindowRounding = 0;
    style.DisabledAlpha = 0.45f;
    style.SelectableTextAlign = {0, 0.5f};
}

void set_colors(ImGuiStyle& style, const Theme& colors) {
    ImVec4* to = style.Colors;
    to[ImGuiCol_Text] = colors.text;
    to[ImGuiCol_TextDisabled] = colors.text_dim;
    to[ImGuiCol_WindowBg] = colors.panel;
    to[ImGuiCol_ChildBg] = transparent();
    to[ImGuiCol_PopupBg] = colors.raised;
    to[ImGuiCol_Border] = colors.edge;
    to[ImGuiCol_BorderShadow] = transparent();
    to[ImGuiCol_Separator] = colors.separator;
    to[ImGuiCol_SeparatorHovered] = to[ImGuiCol_SeparatorActive] = colors.accent;
    to[ImGuiCol_FrameBg] = colors.field;
    to[ImGuiCol_FrameBgHovered] = colors.field;
    to[ImGuiCol_FrameBgActive] = colors.field;
    to[ImGuiCol_TitleBg] = to[ImGuiCol_TitleBgActive] = to[ImGuiCol_TitleBgCollapsed] = colors.raised;
    to[ImGuiCol_Button] = colors.button;
    to[ImGuiCol_ButtonHovered] = colors.hover;
    to[ImGuiCol_ButtonActive] = colors.pressed;
    to[ImGuiCol_Header] = colors.selected;
    to[ImGuiCol_HeaderHovered] = colors.hover;
    to[ImGuiCol_HeaderActive] = colors.pressed;
    to[ImGuiCol_CheckMark] = colors.accent;
    to[ImGuiCol_SliderGrab] = faded(colors.accent, 0.55f);  // of sliders that have their number inside
    to[ImGuiCol_SliderGrabActive] = colors.accent;
    to[ImGuiCol_PlotLines] = colors.accent;
    to[ImGuiCol_PlotHistogram] = faded(colors.accent, 0.55f);
    to[ImGuiCol_ScrollbarBg] = transparent();
    to[ImGuiCol_ScrollbarGrab] = faded(colors.text_dim, 0.4f);
    to[ImGuiCol_ScrollbarGrabHovered] = faded(colors.text_dim, 0.7f);
    to[ImGuiCol_ScrollbarGrabActive] = colors.text_dim;
    to[ImGuiCol_NavHighlight] = colors.accent;
    to[ImGuiCol_TextSelectedBg] = faded(colors.accent, 0.4f);
    to[ImGuiCol_DragDropTarget] = colors.accent;
    to[ImGuiCol_ModalWindowDimBg] = colors.scrim;
    to[ImGuiCol_NavWindowingDimBg] = to[ImGuiCol_NavWindowingHighlight] = transparent();
}

}  // namespace

const Theme& theme_of(ThemeKind kind) {
    static const Theme themes[] = {dark(), light(), black_and_white()};
    return themes[static_cast<std::size_t>(kind)];
}

const Theme& theme() {
    return *applied().theme;
}

bool high_contrast() {
    return &theme() == &theme_of(ThemeKind::high_contrast);
}

void apply_theme(ThemeKind kind, float scale) {
    applied() = {&theme_of(kind), scale};
    ImGuiStyle style;
    set_shape(style);
    set_colors(style, theme());
    style.ScaleAllSizes(scale);
    style.WindowMinSize = {1, 1};  // borders that are dragged are windows, too
    ImGui::GetStyle() = style;
}

ImVec4 faded(const ImVec4& color, float part) {
    return {color.x, color.y, color.z, color.w * part};
}

ImU32 color_of(const std::array<std::uint8_t, 3>& rgb) {
    return IM_COL32(rgb[0], rgb[1], rgb[2], 255);
}

float px(float length) {
    return length * applied().scale;
}

}  // namespace progan
