// What of the coarse body a light sees, as heights towards it: whether the body shades a place.
#pragma once

#include <span>
#include <vector>

#include "models/portraits/renderer/surface.h"

namespace portraits {

class ShadowMap {
  public:
    /// `towards` the light, from round `center`; `quads` are four vertices each.
    ShadowMap(const Vertices& vertices, std::span<const int> quads, Vec3 center, Vec3 towards);

    /// 0 in the shadow .. 1 in the light. `bias` lifts the place out of its own surface.
    float visibility(Vec3 place, float bias) const;

  private:
    Vec3 seen(Vec3 place) const;
    void add(Vec3 a, Vec3 b, Vec3 c);

    Vec3 center_, u_, v_, towards_;
    std::vector<float> heights_;
};

}  // namespace portraits
