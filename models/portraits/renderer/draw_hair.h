// Draws the hairs over a shaded figure.
#pragma once

#include "models/portraits/renderer/canvas.h"
#include "models/portraits/renderer/hair_volume.h"
#include "models/portraits/renderer/shade.h"
#include "models/portraits/renderer/strands.h"

namespace portraits {

void draw_hair(const Scene& scene, const Strands& strands, const HairVolume& volume, Canvas& canvas);

}  // namespace portraits
