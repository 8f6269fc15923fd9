// What of the resting face is seen from straight in front: brows and beards are laid out there. Made once,
// then read only.
#pragma once

#include <vector>

#include "models/portraits/renderer/surface.h"

namespace portraits {

class FrontMap {
  public:
    FrontMap(const Vertices& rest, const Triangles& triangles);

    /// The foremost spot at a place; null where there is none.
    const Spot* at(float x, float y) const;

  private:
    void add(const Vec3 (&corners)[3], int triangle, std::vector<float>& depth);

    std::vector<Spot> spots_;
};

}  // namespace portraits
