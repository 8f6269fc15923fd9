// What a hair style says about each hair: how long, how it leaves the skin, where it flows, how it clumps and
// curls.
#pragma once

#include <optional>

#include "models/portraits/renderer/person.h"
#include "models/portraits/renderer/random.h"

namespace portraits {

/// What is known of a root before its hair grows. Rest places.
struct Root {
    Vec3 place, normal;
    float above_line = 0;  ///< degrees above the hairline
    float azimuth = 0;     ///< degrees, 0 in front
    float top = 0;         ///< 0 at the sides .. 1 on top
    float back = 0;        ///< 0 in front .. 1 behind
    float side = 1;        ///< which side of the parting: 1 or -1
    float layer = 0;       ///< 0 next to the skin .. 1 outermost
};

struct StrandPlan {
    float length = 1;
    int points = 12;                        ///< after the root
    float lift = .3f;                       ///< how steeply it leaves the skin
    float turning = 3;                      ///< how soon it follows the flow
    Vec3 start{0, 0, 1};                    ///< where it sets out to
    Vec3 flow{0, -1, 0};                    ///< where it tends to
    float shell = .012f, thickness = .05f;  ///< the coat of hair: its distance from the skin and its depth
    float curl_radius = 0, curl_turns = 0;  ///< turns per unit of length
    float clumping = .35f;                  ///< 0..1 towards the clump's leader
    float root_width = .0135f, tip_width = .006f;
    float wildness = .05f;
    float side = 1;                   ///< of the parting, for hair that falls
    std::optional<float> cut_height;  ///< falling hair ends at this height
    bool avoids_face = false;
    bool fringe = false;
};

/// No plan where the style has no hair.
std::optional<StrandPlan> plan_strand(const Hair& hair, const Root& root, Random& random);

bool is_long(const Hair& hair);

/// A bun's middle, rest place, and its radius.
Vec3 bun_center(const Hair& hair);
float bun_radius(const Hair& hair);

}  // namespace portraits
