// The two columns of the view, for layers_panel.cpp alone.
#pragma once

#include "app/explorer/features/layers/layers_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// All channels of the level, to be chosen from, in a child window `room` wide.
void channel_grid(Panel& panel, LayersController& controller, float room);

/// The face, with the chosen channel's map over it, and what can be done with the channel. In a child window
/// of its own.
void chosen_channel(Panel& panel, LayersController& controller);

}  // namespace progan
