// The manual: its contents and a search on the left, its text on the right.
#pragma once

#include "app/explorer/features/manual/manual_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void manual_dialog(Panel& panel, ManualController& controller);

}  // namespace progan
