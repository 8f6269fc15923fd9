// The controls of devices and programs that a person gave something to move. Plain values.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/documents/control_bindings.h"

namespace progan {

struct ControlsState {
    std::vector<ControlBinding> bindings;  ///< as controls.json has them; LearnedControls changes them
    /// Where knobs stand that have not passed their axis' slider yet, on its track, -1 to 1, by the axis' id.
    std::map<std::string, float> waiting;
};

}  // namespace progan
