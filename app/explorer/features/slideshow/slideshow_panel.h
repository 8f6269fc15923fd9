// The slideshow: the picture alone over the whole window, with controls that go when the mouse rests. Drawn
// by the window's thread.
#pragma once

#include "app/explorer/features/slideshow/slideshow_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// Fills the current Dear ImGui window. `dialog`: one is open over it and has the keys.
void slideshow_panel(Panel& panel, SlideshowController& controller, bool dialog);
/// Starts it; beside the favourites.
void slideshow_button(Panel& panel, SlideshowController& controller);

}  // namespace progan
