// Which labels become sliders, and how far the learning is.
#pragma once

#include "app/explorer/features/axes/labels_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void labels_dialog(Panel& panel, LabelsController& controller);

/// A line about the learning while it is under way, for where the axes are listed.
void labels_progress(Panel& panel, LabelsController& controller);

}  // namespace progan
