// Characters that the font atlas lacks so far, in texts that came from outside.
#pragma once

#include "app/explorer/platform/fonts.h"
#include "app/explorer/state/app_state.h"

namespace progan {

void need_glyphs(const AppState& state, Fonts& fonts);

}  // namespace progan
