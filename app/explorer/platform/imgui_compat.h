// The calls that differ between Dear ImGui 1.86 and newer releases, each behind one name.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <memory>
#include <string>

namespace progan {

inline ImTextureID to_texture_id(unsigned gl_name) {
    // A pointer in old releases, an integer in new ones: no other cast makes both.
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-cstyle-cast,performance-no-int-to-ptr)
    return (ImTextureID)(std::intptr_t)gl_name;
}

/// The last item's id; 0 for what has none.
ImGuiID last_item_id();

struct PanelRectangle {
    ImVec2 low, high;
};
/// Of the whole panel, dialog or menu that is being drawn.
PanelRectangle rectangle_of_panel();

/// Arrow keys that were pressed just now, or repeat: -1, 0 or 1 to the right, and down.
struct ArrowSteps {
    int right = 0, down = 0;
};
ArrowSteps arrow_steps();

/// The last item takes the mouse wheel while it is hovered: its scrolling panel does not move.
void own_wheel_for_last_item();

/// Wheel steps this frame (up is positive).
float wheel_steps();

/// Ctrl is held.
bool ctrl_held();

/// Shift is held.
bool shift_held();

/// The X key alone is held, and no text or popup has the keys: the other face is to be seen.
bool x_held();

/// What is drawn while it lives, at the right end of a panel that is as wide as what is in it, keeps it no
/// wider than that needs: else the panel could never become narrower.
class NaturalWidth {
  public:
    NaturalWidth();
    ~NaturalWidth();
    NaturalWidth(const NaturalWidth&) = delete;
    NaturalWidth& operator=(const NaturalWidth&) = delete;

    /// Up to where it needs, in the panel's own coordinates.
    void is(float right) const;

  private:
    const float before_;
    mutable float right_ = 0;
};

/// How wide a line of text is where it wraps now; 0 where it does not.
float wrap_width();

/// Enter was pressed just now.
bool enter_pressed();

/// Esc was pressed just now.
bool escape_pressed();

/// Enter was pressed on the last item. Newer releases count that as a click by themselves while the focus is
/// shown, so also where this is true.
bool enter_on_last_item();

/// A dialog, a menu or a list is open, as the last frame left it.
bool popup_is_open();

/// A text field has the keyboard, as the last frame left it. Dear ImGui's WantTextInput is a frame late, or
/// two: keys pressed right after the Enter that ended a field would still count as text.
bool text_is_edited();

/// What is in the text field that has the keyboard, or empty.
std::string edited_text();

/// At a frame's end: closes dialogs and menus that were not drawn in it. Dear ImGui itself does so in the
/// next frame, after it has kept the mouse from what was under them, so that a click that began it would be
/// lost.
void close_what_is_not_drawn();

/// Begins a frame; an Esc that has just been pressed also closes what was asked for in the last one and has
/// not been drawn yet. Dear ImGui 1.86 would look into the window that it does not have, and crash; newer
/// releases would leave it open.
void new_frame();

/// Some input waits for a next frame: newer releases hand a press and a release, or a key after a click, to
/// one frame each.
bool input_waits();

/// Where what comes next will stand in the line of input that waits for a frame. Dear ImGui 1.86 has no line.
std::uint64_t end_of_line();

/// The frames have got all that stood before that place.
bool line_has_come_to(std::uint64_t place);

/// Where a mouse button comes up after the mouse was moved in what the next frame would get. Dear ImGui's
/// sliders lose the last motion of a drag that comes in the same frame as its end.
std::uint64_t release_after_motion();

/// Keeps what stands in the line from a place on from a frame that begins meanwhile.
class LineHeldBack {
  public:
    explicit LineHeldBack(std::uint64_t place);
    ~LineHeldBack();
    LineHeldBack(const LineHeldBack&) = delete;
    LineHeldBack& operator=(const LineHeldBack&) = delete;

  private:
    struct Events;
    std::unique_ptr<Events> held_;
};

}  // namespace progan
