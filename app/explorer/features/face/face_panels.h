// The face: its seed, its sliders, and the face itself, large.
#pragma once

#include <functional>

#include "app/explorer/ui/panel.h"

namespace progan {

/// `undo_buttons` draws Undo and Redo, each as wide as it is told.
void face_panel(Panel& panel, const std::function<void(float width)>& undo_buttons);
void sliders_panel(Panel& panel);  ///< one slider per component
void view_panel(Panel& panel);     ///< the face

}  // namespace progan
