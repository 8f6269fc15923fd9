#include "models/portraits/renderer/front_map.h"

namespace portraits {
namespace {

constexpr int kSide = 768;
constexpr float kLeft = -1.05f, kBottom = 5.7f, kScale = kSide / 2.9f;
constexpr float kMinArea = 1e-6f;  // smaller: seen edge on, or from behind

}  // namespace

FrontMap::FrontMap(const Vertices& rest, const Triangles& triangles) : spots_(kSide * kSide) {
    std::vector<float> depth(spots_.size(), -1e9f);
    for (std::size_t t = 0; t + 2 < triangles.size(); t += 3)
        add({rest[triangles[t]], rest[triangles[t + 1]], rest[triangles[t + 2]]}, static_cast<int>(t), depth);
}

void FrontMap::add(const Vec3 (&corners)[3], int triangle, std::vector<float>& depth) {
    float sx[3], sy[3];
    for (int j = 0; j < 3; ++j) {
        sx[j] = (corners[j].x - kLeft) * kScale;
        sy[j] = (corners[j].y - kBottom) * kScale;
    }
    const float area = (sx[1] - sx[0]) * (sy[2] - sy[0]) - (sx[2] - sx[0]) * (sy[1] - sy[0]);
    if (area <= kMinArea) return;
    const int x0 = std::max(0, static_cast<int>(std::min({sx[0], sx[1], sx[2]})));
    const int x1 = std::min(kSide - 1, static_cast<int>(std::max({sx[0], sx[1], sx[2]})) + 1);
    const int y0 = std::max(0, static_cast<int>(std::min({sy[0], sy[1], sy[2]})));
    const int y1 = std::min(kSide - 1, static_cast<int>(std::max({sy[0], sy[1], sy[2]})) + 1);
    for (int y = y0; y <= y1; ++y)
        for (int x = x0; x <= x1; ++x) {
            const float px = real(x) + .5f, py = real(y) + .5f;
            const float w0 = ((sx[1] - px) * (sy[2] - py) - (sx[2] - px) * (sy[1] - py)) / area;
            const float w1 = ((sx[2] - px) * (sy[0] - py) - (sx[0] - px) * (sy[2] - py)) / area;
            const float w2 = 1 - w0 - w1;
            if (w0 < 0 || w1 < 0 || w2 < 0) continue;
            const float z = w0 * corners[0].z + w1 * corners[1].z + w2 * corners[2].z;
            const auto at = static_cast<std::size_t>(y * kSide + x);
            if (z <= depth[at]) continue;
            depth[at] = z;
            spots_[at] = {triangle, w0, w1, w2};
        }
}

const Spot* FrontMap::at(float x, float y) const {
    const int i = static_cast<int>((x - kLeft) * kScale), j = static_cast<int>((y - kBottom) * kScale);
    if (i < 0 || j < 0 || i >= kSide || j >= kSide) return nullptr;
    const Spot& spot = spots_[static_cast<std::size_t>(j * kSide + i)];
    return spot.triangle < 0 ? nullptr : &spot;
}

}  // namespace portraits
