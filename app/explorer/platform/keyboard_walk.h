// Walking through the window by Tab and F6, in the order in which panels draw their controls, which is that
// of the eye. Dear ImGui's own Tab visits text fields only. One thread (the window's).
#pragma once

#include <cstddef>

namespace progan::walk {

enum class Step {
    next,
    previous,       ///< control
    next_panel,     ///< its first control
    previous_panel  ///< likewise
};

/// The last Dear ImGui item is a stop, unless it is disabled.
void stop_here();
/// The walk continues from the last Dear ImGui item, as if it had come there.
void come_here();
/// The last Dear ImGui item, a text field, gets the keys from the next frame on. SetKeyboardFocusHere() does
/// not reach a field that is in a child of a dialog in newer releases.
void type_here();
/// How many stops this frame has so far.
std::size_t stop_count();
struct StopRange {
    std::size_t first, end;
};
/// Whether the walk is at one of them.
bool is_among(StopRange range);
/// Of all these only those stay.
void keep_stops(StopRange all, StopRange those);
/// An arrow, Home or End, pressed just now.
enum class Way { none, left, right, up, down, home, end };
/// Up and down only if there are `rows`. The key is the caller's then: Dear ImGui does not move the focus for
/// it.
Way take_way(bool rows);
/// The list that has just opened, and is being drawn, has the keys: arrows and Enter are for its entries.
void come_into_list();
/// Restarts the list; to be called once a frame, before anything is drawn.
void begin_frame();
/// Whether the keyboard has brought the focus where it is: then Enter, Space and arrows are for that control.
bool walking();
/// To be called after begin_frame(): moves the focus among the stops of the frame before. While a dialog or a
/// menu is open, only its own are visited. What is typed into takes the keys at once, and keeps the focus for
/// one more frame if characters wait for it.
void go(Step step);

}  // namespace progan::walk
