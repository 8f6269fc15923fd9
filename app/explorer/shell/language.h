// The language of the window's texts: from the session to the catalogue and the font. One thread (the
// window's).
#pragma once

#include "app/explorer/platform/fonts.h"
#include "app/explorer/state/app_state.h"

namespace progan {

/// Before there is a window or another thread: finds the languages there are and takes up the one that is
/// set.
void begin_language(AppState& state);

/// Before a frame: if another language was chosen, its texts are used from now on, with their characters.
void follow_language(AppState& state, Fonts& fonts);

}  // namespace progan
