// A slider in degrees, -90 to 90: drag, mouse wheel (1 degree per step, 0.1 with Ctrl), double-click or
// Ctrl+click to type. Most of its track is for the soft range in the middle, where the hand has to be exact.
#pragma once

#include <optional>
#include <string>

#include "app/explorer/state/degree_slider_state.h"
#include "core/axes/axis.h"

namespace progan {

inline constexpr float kSoftDegrees = 45;  ///< either side, where nothing better is known

/// The soft range of an axis' slider: in which it does what it says.
float soft_degrees(const Axis& axis);

/// Returns true if `degrees` was changed. `id` must be unique in the window; `locked` shows the value and
/// takes no input. `soft`, 1 to 90: degrees on either side that four fifths of the track are for. `knob`, -1
/// to 1: where a device's knob stands that has not passed the handle yet.
bool degree_slider(DegreeSliderState& state, const char* id, float& degrees, float width, bool locked,
                   float soft = kSoftDegrees, std::optional<float> knob = {});

/// Where a slider stands, -1 to 1, and the degrees of a place on it.
float position_of_degrees(float degrees, float soft);
float degrees_at_position(float position, float soft);

/// "12.5°".
std::string degrees_text(float degrees);

/// To be called in the panel around the sliders, with where it was scrolled to in the last frame. If the
/// wheel has just scrolled it, sliders leave the wheel to it for a moment.
void note_panel_scrolled(DegreeSliderState& state, float& scroll_before);

}  // namespace progan
