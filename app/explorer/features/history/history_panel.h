// What was done, as a strip of faces, and the buttons that undo and redo it.
#pragma once

#include "app/explorer/features/history/history_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// The strip, with faces of `side` pixels.
void history_panel(Panel& panel, HistoryController& controller, float side);
/// Undo and Redo, icons of `side` pixels with a gap between them.
void undo_buttons(Panel& panel, HistoryController& controller, float side, float gap);

}  // namespace progan
