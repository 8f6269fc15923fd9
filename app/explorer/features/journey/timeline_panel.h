// The journey's timeline.
#pragma once

#include "app/explorer/features/journey/timeline_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// Playing, and whatever else is needed of the journey while its timeline is folded, in one line.
void transport_panel(Panel& panel, TimelineController& controller, bool timeline_open);
float transport_width();  ///< that it needs, in window units
/// What the journey is made of: its controls over its strip.
void timeline_panel(Panel& panel, TimelineController& controller);
float timeline_height(const AppState& state);  ///< that it needs, in window units

}  // namespace progan
