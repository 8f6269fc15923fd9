// What stands in place of a view that needs a model.
#pragma once

#include "app/explorer/ui/panel.h"

namespace progan {

/// Says in the window's corner that no model is open yet. False, and says nothing, if one is.
bool says_no_model(const Panel& panel);

}  // namespace progan
