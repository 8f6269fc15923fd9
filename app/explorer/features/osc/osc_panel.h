// Control by other programs: a section of the settings. Drawn by the window's thread.
#pragma once

#include "app/explorer/features/osc/osc_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// Fills the current Dear ImGui window.
void osc_section(Panel& panel, OscController& controller);

}  // namespace progan
