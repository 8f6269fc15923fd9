// The faces that are kept.
#pragma once

#include "app/explorer/features/favourites/favourites_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void favourites_panel(Panel& panel, FavouritesController& controller);

}  // namespace progan
