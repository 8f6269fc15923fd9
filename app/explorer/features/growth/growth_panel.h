// The face at every stage of the generator's growth.
#pragma once

#include "app/explorer/features/growth/growth_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void growth_panel(Panel& panel, GrowthController& controller);

}  // namespace progan
