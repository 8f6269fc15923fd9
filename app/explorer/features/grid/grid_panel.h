// Faces around the current one, children of several, and A - B + C.
#pragma once

#include "app/explorer/features/grid/grid_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void grid_panel(Panel& panel, GridController& controller);
void breed_panel(Panel& panel, GridController& controller);
void sum_panel(Panel& panel, GridController& controller);
/// "3 x 3" and "5 x 5".
void square_size_choice(Panel& panel, GridController& controller);

}  // namespace progan
