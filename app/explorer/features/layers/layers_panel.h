// What the channels of the generator's levels do, and what the face is without them.
#pragma once

#include "app/explorer/features/layers/layers_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void layers_panel(Panel& panel, LayersController& controller);

}  // namespace progan
