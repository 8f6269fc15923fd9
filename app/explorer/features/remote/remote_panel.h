// Control by other programs and devices: a section of the settings. Drawn by the window's thread.
#pragma once

#include "app/explorer/features/remote/learned_controls.h"
#include "app/explorer/features/remote/midi_controller.h"
#include "app/explorer/features/remote/osc_controller.h"
#include "app/explorer/features/remote/osc_feedback.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// Fills the current Dear ImGui window.
void remote_section(Panel& panel, OscController& osc, OscFeedback& feedback, MidiController& midi,
                    LearnedControls& controls);

}  // namespace progan
