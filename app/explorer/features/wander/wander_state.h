// How a walk goes, and whether one is under way. Plain values.
#pragma once

#include <set>
#include <string>

namespace progan {

class KeptFields;

inline constexpr double kMinPace = 1, kMaxPace = 60;                  // degrees per second
inline constexpr double kMinWanderReach = 5, kWholeSphereReach = 95;  // degrees; the most: no limit

struct WanderState {
    double pace = 12;                  ///< degrees per second
    double reach = kWholeSphereReach;  ///< degrees from where a walk began
    bool chosen_only = false;          ///< along the axes in `axes`, in place of every direction
    std::set<std::string> axes;        ///< ids, also of other models' axes

    bool walking = false;
    double walked = 0;                               ///< degrees, of this walk
    bool popover_open = false;                       ///< as of the last frame
    float left = 0, top = 0, right = 0, bottom = 0;  ///< of its own controls, likewise
};

/// What the session keeps of it.
void keep(KeptFields& fields, WanderState& wander);

}  // namespace progan
