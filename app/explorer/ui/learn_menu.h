// The entry of a context menu by which what it belongs to learns a knob, whichever feature's it is.
#pragma once

#include <string>

#include "app/explorer/features/remote/controls_state.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// "Seed", "Play and pause": what is no axis.
const char* learned_action_text(ControlAction action);

/// An entry of the menu that is being drawn.
void learn_item(Panel& panel, LearningControl what);
/// A menu of that entry alone, opened by the right button over the last item.
void learn_context_menu(Panel& panel, const char* id, ControlAction action);

}  // namespace progan
