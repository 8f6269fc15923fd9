// How the stage presents the face: a section of the settings. Drawn by the window's thread.
#pragma once

#include "app/explorer/features/stage/stage_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// Fills the current Dear ImGui window.
void stage_section(Panel& panel, StageController& controller);

}  // namespace progan
