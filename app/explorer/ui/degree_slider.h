// A slider in degrees, -90 to 90: drag, mouse wheel (1 degree a step, 0.1 with Ctrl), double-click or
// Ctrl+click to type.
#pragma once

namespace progan {

/// Returns true if `degrees` was changed. `id` must be unique in the window; `locked` shows the value and
/// takes no input.
bool degree_slider(const char* id, float& degrees, float width, bool locked);

/// The panel around the sliders was scrolled by the wheel just now: for a moment sliders leave the wheel to
/// it.
void note_panel_scrolled();

}  // namespace progan
