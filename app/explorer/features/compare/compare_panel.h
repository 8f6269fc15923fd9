// Two faces beside each other.
#pragma once

#include "app/explorer/features/compare/compare_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void compare_panel(Panel& panel, CompareController& controller);

}  // namespace progan
