// The sliders of degrees, of which one at a time is typed into. Plain values.
#pragma once

namespace progan {

struct DegreeSliderState {
    unsigned typing = 0;      ///< the Dear ImGui id of the one that is typed into; 0: none
    bool focus = false;       ///< it has just become a field
    float value = 0;          ///< what the field holds, degrees
    double last_scroll = -1;  ///< when a panel of sliders was scrolled last, Dear ImGui's seconds
};

}  // namespace progan
