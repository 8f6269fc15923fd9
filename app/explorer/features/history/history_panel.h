// What was done, as a strip of faces, and the buttons that undo and redo it.
#pragma once

#include "app/explorer/features/history/history_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void history_panel(Panel& panel, HistoryController& controller);
/// Undo and Redo, each `width` pixels wide.
void undo_buttons(Panel& panel, HistoryController& controller, float width);

}  // namespace progan
