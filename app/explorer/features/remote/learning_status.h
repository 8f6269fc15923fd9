// While something learns a knob: a line of the status bar that says so. Drawn by the window's thread.
#pragma once

#include "app/explorer/features/remote/learned_controls.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// Nothing if nothing learns. `open_settings` shows where inputs are chosen.
void learning_status(Panel& panel, LearnedControls& controls, const std::function<void()>& open_settings);

}  // namespace progan
