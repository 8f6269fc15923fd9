// The two faces compared, and how. Plain values.
#pragma once

#include <array>
#include <optional>

#include "app/explorer/state/picked_face.h"

namespace progan {

class KeptFields;

enum class CompareView { one, side_by_side, swipe, difference };

struct ComparedFace {
    std::optional<NamedLatent> face;  ///< empty: nothing was chosen yet, or it is live
    bool live = false;                ///< the current face, as it changes
};

struct CompareState {
    std::array<ComparedFace, 2> sides{ComparedFace{}, ComparedFace{std::nullopt, true}};  ///< A, B
    CompareView view = CompareView::side_by_side;
    bool other_shown = false;  ///< B in place of A where one face is shown
    bool held = false;         ///< the key or button for the other is down
    double divider = 0.5;      ///< of the swipe, in the picture's width

    // What was found out; Compare writes it.
    bool settled = false;           ///< both pictures are those of the faces chosen
    std::optional<double> degrees;  ///< between the two; nothing: one is missing
    bool measured = false;          ///< the following are of these two pictures
    double mean = 0, max = 0;       ///< difference in 8-bit steps
    double scale = 0;               ///< of the heat map, in 8-bit steps
};

/// What the session keeps of it.
void keep(KeptFields& fields, CompareState& compare);

}  // namespace progan
