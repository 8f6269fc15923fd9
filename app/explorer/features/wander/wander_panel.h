// Wander's controls: a button over the picture with its settings beside it. Drawn by the window's thread.
#pragma once

#include "app/explorer/features/wander/wander_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// At the right end of the row over the picture; returns where they begin.
float wander_tools(Panel& panel, WanderController& controller);
/// To be called before anything is drawn: a click outside of Wander's own controls and Esc end the walk where
/// it is; not while a dialog has them. True if Esc has done so: then nothing else takes it.
bool end_walk_by_hand(Panel& panel, WanderController& controller, bool dialog);

}  // namespace progan
