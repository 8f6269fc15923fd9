// The journey's timeline.
#pragma once

#include "app/explorer/features/journey/timeline_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void timeline_panel(Panel& panel, TimelineController& controller);
float timeline_height();  ///< that it needs, in window units

}  // namespace progan
