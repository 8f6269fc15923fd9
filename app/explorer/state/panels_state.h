// Which panels are open, and how wide a person made them. Plain values.
#pragma once

namespace progan {

class KeptFields;

/// `automatic`: folded where the window is narrow.
enum class Fold { automatic, open, folded };

struct PanelsState {
    Fold left = Fold::automatic, right = Fold::automatic;
    double left_width = 0, right_width = 0;  ///< at scale 1; 0: as the window suggests
    bool timeline = false;                   ///< unfolded under the history
    bool alone = false;                      ///< the picture without any panel
    bool full_screen = false;
};

/// What the session keeps of it.
void keep(KeptFields& fields, PanelsState& panels);

}  // namespace progan
