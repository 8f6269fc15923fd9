// The samples of one picture while it is drawn: color, nearness, and which triangle is seen. Owned by the
// renderer.
#pragma once

#include <vector>

#include "models/portraits/renderer/vector.h"

namespace portraits {

struct Canvas {
    explicit Canvas(int pixels)
        : side(pixels),
          colors(static_cast<std::size_t>(side * side)),
          nearness(colors.size(), -1e9f),
          triangles(colors.size(), -1) {}

    int at(int x, int y) const { return y * side + x; }

    int side = 0;  ///< in samples
    std::vector<Vec3> colors;
    std::vector<float> nearness;
    std::vector<int> triangles;  ///< -1: none
};

}  // namespace portraits
