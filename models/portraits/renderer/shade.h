// The color of each sample of a figure, from its paint and its light.
#pragma once

#include "models/portraits/renderer/canvas.h"
#include "models/portraits/renderer/figure.h"
#include "models/portraits/renderer/lighting.h"
#include "models/portraits/renderer/paint.h"

namespace portraits {

/// What a figure is drawn from.
struct Scene {
    const Figure& figure;
    const Lights& lights;
    const Paint& paint;
    const VertexLight& light;
};

/// Sets the canvas's colors, the background's included.
void shade(const Scene& scene, const Vertices& seen, Canvas& canvas);

}  // namespace portraits
