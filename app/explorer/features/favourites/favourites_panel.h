// The faces that are kept.
#pragma once

#include <functional>

#include "app/explorer/features/favourites/favourites_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// `fold_button` draws the button that folds the panel, at the end of its heading.
void favourites_panel(Panel& panel, FavouritesController& controller,
                      const std::function<void()>& fold_button);

}  // namespace progan
