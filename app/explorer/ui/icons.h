// The icons of the window: one of a font's (platform/fonts.h), or, without that font, a drawn sign or a word.
#pragma once

#include <imgui.h>

#include <span>

namespace progan {

enum class Icon {
    play,
    pause,
    previous,
    next,
    add,
    locked,
    unlocked,
    reset,
    close,
    swap,
    pin,
    random,
    keep,
    undo,
    redo,
    settings,
    help,
    face,
    grid,
    map,
    teach,
    compare,
    animate,
    growth,
    train,
    layers,
    fold_left,
    fold_right,
    fold_up,
    fold_down,
    menu,
    search,
    minus,
    record,
    more,
    exporting,
    wander,
    stop,
    slideshow,
    star,
    no_star,
    remove,
    check,
    folder,
    sound
};

/// Code points of all of them, for the atlas.
std::span<const ImWchar> icon_code_points();

/// Whether it can be drawn: by the font, or as a sign of our own.
bool has_icon(Icon icon);
/// Its name in the language in use, for where it cannot.
const char* icon_word(Icon icon);
/// Draws it about a point. `side`: of the square it is in, for signs of our own. `scale`: as large as it is
/// usually.
void draw_icon(ImDrawList& list, Icon icon, ImVec2 middle, float side, ImU32 color, float scale = 1);
/// Pixels that it is wide.
float icon_width();

}  // namespace progan
