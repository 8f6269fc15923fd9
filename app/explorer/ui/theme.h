// How the window looks, and the only place that says so: named colors for each theme, and named sizes and
// spacings on a grid of 4. Panels name what they mean; scripts/check-structure finds literals elsewhere.
#pragma once

#include <imgui.h>

#include <array>
#include <cstdint>

#include "app/explorer/state/theme_choice.h"

namespace progan {

/// Colors by what they are for. Text is at least 4.5:1 against every surface it stands on, and edges, marks
/// and the focus ring 3:1 (tests/explorer/ui/theme_test.cpp).
struct Theme {
    // Surfaces, from the back to the front.
    ImVec4 canvas;  ///< behind pictures
    ImVec4 panel;   ///< bars and side panels
    ImVec4 raised;  ///< menus, dialogs, messages
    ImVec4 field;   ///< where something is typed or chosen
    ImVec4 button;  ///< and the same under the pointer, and held
    ImVec4 hover, pressed;
    ImVec4 selected;  ///< the chosen mode, row or entry
    // Lines.
    ImVec4 edge;       ///< of fields and boxes
    ImVec4 separator;  ///< between panels; carries no meaning
    // Text.
    ImVec4 text, text_dim;
    // What calls for attention.
    ImVec4 accent;        ///< selection, focus, and the one primary action
    ImVec4 accent_hover;  ///< that action under the pointer
    ImVec4 on_accent;     ///< text on it
    ImVec4 journey;       ///< whatever belongs to the journey's time
    ImVec4 error;
    ImVec4 recording;  ///< the dot of a recording that runs
    ImVec4 favourite;  ///< the mark of a kept face
    ImVec4 star;       ///< one that was given, in a panel
    ImVec4 measure;    ///< a measured curve beside those of the losses
    // Sliders.
    ImVec4 track;       ///< the groove, which lets the row's ground through
    ImVec4 track_soft;  ///< its middle part, where axes do what they say
    ImVec4 grab;        ///< the handle
    // Over pictures, which look alike in every theme.
    ImVec4 shade;       ///< behind text and marks
    ImVec4 undone;      ///< over a face that was undone
    ImVec4 outside;     ///< over what is not played
    ImVec4 on_picture;  ///< text and lines
    ImVec4 ghost;       ///< tint of a picture that is only hinted at
    ImVec4 scrim;       ///< over the window while a dialog is open
    ImVec4 well;        ///< the faint ground of a plot or an empty place
};

const Theme& theme_of(ThemeKind kind);
/// The one in use.
const Theme& theme();
/// Whether every edge is drawn.
bool high_contrast();
/// Sets it, and Dear ImGui's style, for a display scale.
void apply_theme(ThemeKind kind, float scale);

/// A part of a color's own opacity.
ImVec4 faded(const ImVec4& color, float part);
/// No color at all: what is drawn by itself or shows only under the pointer.
inline ImVec4 transparent() {
    return {0, 0, 0, 0};
}
/// A color of a picture's scale (core/image), 0 to 255.
ImU32 color_of(const std::array<std::uint8_t, 3>& rgb);
/// A picture as it is.
inline constexpr ImU32 kUntinted = IM_COL32_WHITE;

/// Heights of text at scale 1: body, what is secondary, headings and titles.
inline constexpr float kTextPixels = 15, kSmallPixels = 13, kHeadingPixels = 13, kTitlePixels = 20,
                       kIconPixels = 18;

/// Window units of a length at scale 1.
float px(float length);

/// Lengths in panels that follow the text: the width of a field, of a column.
inline float em(float count) {
    return ImGui::GetFontSize() * count;
}

/// Spacings and strengths of lines.
namespace space {
inline float hair() {
    return px(1);
}
inline float line() {  ///< of a frame that marks something
    return px(2);
}
inline float tight() {
    return px(2);
}
inline float small() {
    return px(4);
}
inline float medium() {
    return px(8);
}
inline float large() {
    return px(12);
}
inline float huge() {
    return px(24);
}
inline float rounding() {
    return px(5);
}
inline float rounding_small() {
    return px(3);
}
}  // namespace space

/// Sizes of the window's parts.
namespace size {
inline float top_bar() {
    return px(44);
}
inline float bottom_bar() {
    return px(44);
}
inline float status() {
    return px(32);
}
inline float button() {  ///< side of a button in the top bar
    return px(32);
}
inline float wide() {  ///< windows from here on have room for words in the top bar
    return px(1100);
}
inline float min_chip() {  ///< the widest that the model's name is in a narrow window, and in a wide one
    return px(116);
}
inline float max_chip() {
    return px(220);
}
inline float keep() {  ///< least width of the button that keeps a face
    return px(104);
}
inline float favourite() {  ///< least side of a kept face
    return px(72);
}
inline float least_list() {  ///< height that a list keeps in a low window, where its panel scrolls
    return px(132);
}
inline float details() {  ///< the picture of the inspected face, at the least and at the most
    return px(72);
}
inline float most_details() {
    return px(200);
}
inline float facts() {  ///< least width of what stands beside it
    return px(112);
}
inline float star() {  ///< width of a star that can be clicked
    return px(20);
}
inline float chip() {  ///< height
    return px(22);
}
inline float dot() {  ///< radius of the mark of what runs
    return px(3);
}
inline float tools() {  ///< the row over a picture
    return px(40);
}
inline float splitter() {
    return px(6);
}
inline float fold_strip() {  ///< what is left of a folded panel
    return px(20);
}
inline float primary() {  ///< height of a panel's main buttons
    return px(34);
}
inline float track() {  ///< height of a slider's hit area
    return px(18);
}
inline float groove() {
    return px(4);
}
inline float grab() {  ///< radius of a slider's handle
    return px(6);
}
}  // namespace size

}  // namespace progan
