// What the middle of the window can show, in the order in which it is offered: by the row of modes, and by
// the keys from Ctrl+1 on.
#pragma once

#include <span>

#include "app/explorer/state/face_actions.h"
#include "app/explorer/ui/icons.h"

namespace progan {

struct Mode {
    CenterView center;
    bool timeline;  ///< the mode is the face with the timeline under it
    int group;      ///< to explore, to make something, the model
    Icon icon;
    const char *command, *probe;
    const char *name, *label, *tooltip;  ///< in English; `label`: the command's
};
std::span<const Mode> modes();

bool is_shown(const AppState& state, const Mode& mode);
void enter_mode(AppState& state, FaceActions& actions, const Mode& mode);

}  // namespace progan
