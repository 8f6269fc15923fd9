// A training run: its losses, its faces, and how to begin one.
#pragma once

#include "app/explorer/features/training/training_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void training_panel(Panel& panel, TrainingController& controller);

}  // namespace progan
