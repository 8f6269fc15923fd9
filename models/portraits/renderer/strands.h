// Hairs of one portrait, as polylines of points. Owned by the renderer for the time of one picture.
#pragma once

#include <span>
#include <vector>

#include "models/portraits/renderer/vector.h"

namespace portraits {

struct Strand {
    int first = 0, count = 0;  ///< into the points
    float root_width = 0, tip_width = 0;
};

struct StrandPoint {
    Vec3 place, color;
    float along = 0;  ///< 0 root .. 1 tip
};

struct Strands {
    std::vector<StrandPoint> points;
    std::vector<Strand> strands;
    int scalp_strands = 0;  ///< the first so many grow on the scalp; brows, lashes and beard follow

    void add(std::span<const Vec3> line, float root_width, float tip_width, Vec3 root_color, Vec3 tip_color) {
        const int count = static_cast<int>(line.size());
        strands.push_back({static_cast<int>(points.size()), count, root_width, tip_width});
        for (int k = 0; k < count; ++k) {
            const float along = real(k) / real(count - 1);
            points.push_back({line[static_cast<std::size_t>(k)], mix(root_color, tip_color, along), along});
        }
    }
};

}  // namespace portraits
