// The last line of a dialog, the same in all: at the left what else it offers; at the right end what leaves
// it and, last, the one action that it is there for. The two at the right have a line of their own where
// the window has no room for all in one.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "app/explorer/ui/icons.h"
#include "app/explorer/ui/panel.h"

namespace progan {

struct Answer {
    const char* label;  ///< of tr_label()
    std::string tooltip;
    std::string probe;
    bool enabled = true;
    std::optional<Icon> icon = {};
    bool loses = false;  ///< something, so that it is not the one that stands out
};

/// Which of the two was clicked.
struct Answered {
    bool leave = false, act = false;
};

/// The two at the end of a question, from where the cursor is on: what leaves everything as it is, then what
/// does it.
Answered answers(Panel& panel, const Answer& leave, const Answer& act);

struct DialogFoot {
    Answer leave;
    std::optional<Answer> act = {};
    std::function<void()> others = {};  ///< draws them, in one line
};
Answered dialog_foot(Panel& panel, const DialogFoot& foot);
/// Whether a dialog has ended elsewhere than in the frame before since the last call: a next frame shows it
/// at its new size.
bool take_dialog_resized();

/// The height there is, in the largest dialog that the window holds, from the cursor to the foot, with
/// spacing between: for what scrolls by itself, so that the foot stays in view.
float room_above_foot();

/// Of a dialog with nothing to do but to close it. True if it is to be.
bool close_foot(Panel& panel, const std::string& probe, std::function<void()> others = {});

}  // namespace progan
