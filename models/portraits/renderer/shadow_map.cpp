#include "models/portraits/renderer/shadow_map.h"

namespace portraits {
namespace {

constexpr int kSide = 128;
constexpr float kReach = 2.0f, kScale = kSide / (2 * kReach);
constexpr float kNothing = -9.f, kMinArea = 1e-5f;
constexpr float kSharpness = 14.f;  // of a shadow's edge, per unit of depth

}  // namespace

ShadowMap::ShadowMap(const Vertices& vertices, std::span<const int> quads, Vec3 center, Vec3 towards)
    : center_(center),
      u_(normalized(cross(std::fabs(towards.y) > .95f ? Vec3(1, 0, 0) : Vec3(0, 1, 0), towards))),
      v_(cross(towards, u_)),
      towards_(towards),
      heights_(kSide * kSide, kNothing) {
    Vertices all;
    all.reserve(vertices.size());
    for (const Vec3& vertex : vertices) all.push_back(seen(vertex));
    for (std::size_t k = 0; k + 3 < quads.size(); k += 4)
        for (const std::size_t half : {1, 2})
            add(all[quads[k]], all[quads[k + half]], all[quads[k + half + 1]]);
}

/// In the map's pixels, and the height towards the light.
Vec3 ShadowMap::seen(Vec3 place) const {
    const Vec3 d = place - center_;
    return {(dot(d, u_) + kReach) * kScale, (dot(d, v_) + kReach) * kScale, dot(d, towards_)};
}

void ShadowMap::add(Vec3 a, Vec3 b, Vec3 c) {
    const float area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
    if (area < kMinArea) return;
    const float inverse = 1 / area;
    const int x0 = std::max(0, static_cast<int>(std::ceil(std::min({a.x, b.x, c.x}) - .5f)));
    const int x1 = std::min(kSide - 1, static_cast<int>(std::floor(std::max({a.x, b.x, c.x}) - .5f)));
    const int y0 = std::max(0, static_cast<int>(std::ceil(std::min({a.y, b.y, c.y}) - .5f)));
    const int y1 = std::min(kSide - 1, static_cast<int>(std::floor(std::max({a.y, b.y, c.y}) - .5f)));
    for (int y = y0; y <= y1; ++y)
        for (int x = x0; x <= x1; ++x) {
            const float px = real(x) + .5f, py = real(y) + .5f;
            const float w1 = ((px - a.x) * (c.y - a.y) - (c.x - a.x) * (py - a.y)) * inverse;
            const float w2 = ((b.x - a.x) * (py - a.y) - (px - a.x) * (b.y - a.y)) * inverse;
            if (w1 < 0 || w2 < 0 || w1 + w2 > 1) continue;
            const float z = a.z + w1 * (b.z - a.z) + w2 * (c.z - a.z);
            float& height = heights_[static_cast<std::size_t>(y * kSide + x)];
            if (z > height) height = z;
        }
}

float ShadowMap::visibility(Vec3 place, float bias) const {
    const Vec3 at = seen(place);
    const float gx = at.x - .5f, gy = at.y - .5f, z = at.z + bias;
    const int i = static_cast<int>(gx), j = static_cast<int>(gy);
    if (i < 0 || j < 0 || i >= kSide - 1 || j >= kSide - 1) return 1;
    const float x = gx - real(i), y = gy - real(j);
    const float* s = &heights_[static_cast<std::size_t>(j * kSide + i)];
    const auto lit = [&](float height) { return saturate(1 - (height - z) * kSharpness); };
    return mix(mix(lit(s[0]), lit(s[1]), x), mix(lit(s[kSide]), lit(s[kSide + 1]), x), y);
}

}  // namespace portraits
