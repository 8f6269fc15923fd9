// Where hair grows on the resting head: the hairline, the roots, and which of them hold together. Made once,
// then read only.
#pragma once

#include <vector>

#include "models/portraits/renderer/surface.h"

namespace portraits {

/// The middle that azimuths and elevations of the scalp are measured from.
inline constexpr Vec3 kScalpCenter{0, 7.4f, 0.5f};

/// Azimuth of a place seen from above, 0 in front to 180 behind, the same on both sides; degrees.
float scalp_azimuth(Vec3 rest);

/// How far a place lies above the hairline, in degrees; below 0 no hair grows. `recede` 0..1 moves the line
/// up.
float above_hairline(Vec3 rest, float recede);

struct Scalp {
    static constexpr int kClumps = 420;

    Scalp(const Vertices& rest, const Triangles& triangles);

    std::vector<Spot> roots;  ///< in random order; the first kClumps lead a clump each
    std::vector<int> clump;   ///< of each root: the nearest leader
};

}  // namespace portraits
