// The axes as sliders, and the dialogs to find and save some.
#pragma once

#include "app/explorer/features/axes/axes_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void axes_panel(Panel& panel, AxesController& controller);  ///< one slider per axis

}  // namespace progan
