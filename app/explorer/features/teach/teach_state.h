// The faces sorted so far and what was learned of them. Plain values; Teach (teach.h) changes them.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "core/axes/learned_direction.h"
#include "core/latent/latent.h"

namespace progan {

/// A direction of fewer examples is not to be trusted yet.
inline constexpr int kEnoughExamples = 10;

/// How much a locked axis moves when faces are turned by the taught one (leakage() in
/// core/axes/learned_direction.h).
struct AxisLeakage {
    std::string name;
    double before = 0, after = 0;  ///< without and with being made orthogonal

    bool operator==(const AxisLeakage&) const = default;
};

struct TeachState {
    std::string name;                ///< what is being taught, as typed
    bool typing_name = false;        ///< the field has the keyboard
    bool focus_name = false;         ///< it should get it
    std::string axis;                ///< id of the slider that the examples teach; empty: it is not added yet
    std::vector<Latent> more, less;  ///< the examples, oldest first
    std::deque<Latent> stream;       ///< faces to sort, the one in question first
    Taught taught;        ///< what the examples say; its direction is empty until both sides have one
    Latent direction;     ///< the same, orthogonal to the locked axes; empty: none
    std::string problem;  ///< why there is none, or empty
    std::vector<AxisLeakage> leakages;  ///< one a locked axis
};

}  // namespace progan
