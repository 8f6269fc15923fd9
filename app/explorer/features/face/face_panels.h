// The face: its seed, its sliders, and the face itself, large.
#pragma once

#include <functional>

#include "app/explorer/ui/panel.h"

namespace progan {

/// `fold_button` draws the button that folds the panel.
void face_panel(Panel& panel, const std::function<void()>& fold_button);
void sliders_panel(Panel& panel);  ///< one slider per component
/// The face. `tools_at_right` draws what stands at the right end of the row over it, and returns where that
/// begins.
void view_panel(Panel& panel, const std::function<float()>& tools_at_right);

}  // namespace progan
