// Finds what of a figure each sample of the picture sees.
#pragma once

#include "models/portraits/renderer/canvas.h"
#include "models/portraits/renderer/figure.h"

namespace portraits {

/// The vertices of a figure as the camera sees them.
Vertices projected(const Figure& figure);

/// Sets the canvas's nearness and triangles.
void rasterize(const Figure& figure, const Vertices& seen, Canvas& canvas);

}  // namespace portraits
