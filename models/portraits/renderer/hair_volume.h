// The hair as a fog on a grid round the head: how much light comes through it to a place, and how much the
// hairs there get. Owned by the renderer for the time of one picture.
#pragma once

#include <vector>

#include "models/portraits/renderer/lights.h"
#include "models/portraits/renderer/shadow_map.h"
#include "models/portraits/renderer/strands.h"

namespace portraits {

/// What hairs get: the ambient lights in color, of the key and the rim light the shares.
struct HairLight {
    Vec3 ambient;
    float key = 0, rim = 0;
};
inline HairLight mix(const HairLight& a, const HairLight& b, float t) {
    return {mix(a.ambient, b.ambient, t), mix(a.key, b.key, t), mix(a.rim, b.rim, t)};
}

class HairVolume {
  public:
    HairVolume(const Strands& strands, Vec3 head);

    /// Lets a light in; transmittance() then holds for it. `key_red` is the red of the whole key light.
    void let_in(const Light& light, float key_red, const ShadowMap& shadow);
    /// Of the last light let in, to a place: 0..1.
    float transmittance(Vec3 place) const;
    /// The sum over all lights let in, of hairs at a place.
    HairLight light_at(Vec3 place) const;

  private:
    void sweep(Vec3 towards);

    Vec3 origin_;
    std::vector<float> through_cell_, through_half_cell_;  ///< light that passes
    std::vector<float> transmittance_;
    std::vector<HairLight> light_;
    std::vector<int> near_hair_;  ///< cells with hair in them or beside them
};

}  // namespace portraits
