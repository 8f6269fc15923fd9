// What the axes' panel asks: what to look for, and where to save.
#pragma once

#include <string>

#include "app/explorer/features/axes/axes_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// Draws the dialogs that are open.
void axis_dialogs(Panel& panel, AxesController& controller);
/// Opens the one that saves an axis, or with no id all of them.
void ask_where_to_save(Panel& panel, const std::string& id);
/// Opens it for a copy of the model that carries all of them.
void ask_where_to_save_copy(Panel& panel);

}  // namespace progan
