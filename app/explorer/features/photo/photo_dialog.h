// The dialog that finds a face in a photo: the photo is placed, the search is watched, and what was found is
// taken over or kept.
#pragma once

#include "app/explorer/features/photo/photo_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void photo_dialog(Panel& panel, PhotoController& controller);

/// Whether the status bar has something to say of a photo: its dialog is closed, but the search continues,
/// what it found was not looked at, or photos wait.
bool has_photo_status(const AppState& state);
void photo_status(Panel& panel, PhotoController& controller);

}  // namespace progan
