// How far a place is from the resting body's skin, below 0 inside: what keeps hair out of the head. Made
// once, then read only. Near enough rather than exact: the eyes and the mouth are closed over.
#pragma once

#include <vector>

#include "models/portraits/renderer/vector.h"

namespace portraits {

class DistanceField {
  public:
    DistanceField(const std::vector<Vec3>& rest, const std::vector<Vec3>& normals);

    /// Distance to the skin; `outwards` becomes the direction away from it, of length 1.
    float at(Vec3 place, Vec3& outwards) const;

  private:
    std::vector<float> distance_;
};

}  // namespace portraits
