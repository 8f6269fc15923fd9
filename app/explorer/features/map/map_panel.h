// Thousands of faces, neighbors alike.
#pragma once

#include "app/explorer/features/map/map_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void map_panel(Panel& panel, MapController& controller);

}  // namespace progan
