// A slider in degrees, -90 to 90: drag, mouse wheel (1 degree a step, 0.1 with Ctrl), double-click or
// Ctrl+click to type.
#pragma once

#include "app/explorer/state/degree_slider_state.h"

namespace progan {

/// Returns true if `degrees` was changed. `id` must be unique in the window; `locked` shows the value and
/// takes no input.
bool degree_slider(DegreeSliderState& state, const char* id, float& degrees, float width, bool locked);

/// To be called in the panel around the sliders, with where it was scrolled to in the last frame. If the
/// wheel has just scrolled it, sliders leave the wheel to it for a moment.
void note_panel_scrolled(DegreeSliderState& state, float& scroll_before);

}  // namespace progan
