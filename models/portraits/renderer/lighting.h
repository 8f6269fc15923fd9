// How much light each vertex of a figure gets, shaded by the body and the hair.
#pragma once

#include "models/portraits/renderer/figure.h"
#include "models/portraits/renderer/hair_volume.h"
#include "models/portraits/renderer/lights.h"

namespace portraits {

struct VertexLight {
    Vertices ambient;  ///< from all but key and rim, by the angle it comes in
    Vertices key;      ///< of the key light what gets there, whatever the angle
};

/// Lets all lights into the hair on the way.
VertexLight gather_light(const Figure& figure, const Lights& lights, HairVolume& hair);

}  // namespace portraits
