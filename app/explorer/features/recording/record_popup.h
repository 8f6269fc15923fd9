// The dialog that records an animation.
#pragma once

#include "app/explorer/features/recording/recording_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void record_popup(Panel& panel, RecordingController& controller);

}  // namespace progan
