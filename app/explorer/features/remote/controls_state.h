// The controls of devices and programs that a person gave something to move. Plain values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/documents/control_bindings.h"

namespace progan {

/// What waits for a control to move it.
struct LearningControl {
    ControlAction action = ControlAction::axis;
    std::string axis;   ///< its id, for ControlAction::axis
    std::string name;   ///< what it is called, for people
    std::string found;  ///< what was moved, for people; empty: nothing yet

    bool operator==(const LearningControl&) const = default;
};

struct ControlsState {
    std::vector<ControlBinding> bindings;  ///< as controls.json has them; LearnedControls changes them
    /// Where knobs stand that have not passed their axis' slider yet, on its track, -1 to 1, by the axis' id.
    std::map<std::string, float> waiting;
    std::optional<LearningControl> learning;
};

}  // namespace progan
