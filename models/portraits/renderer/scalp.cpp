#include "models/portraits/renderer/scalp.h"

#include <span>

#include "models/portraits/renderer/random.h"

namespace portraits {
namespace {

constexpr int kRoots = 16'000;
constexpr std::uint64_t kSeed = 77;
constexpr float kDegrees = 57.2958f;  // per radian
constexpr float kLowestRoot = 6.2f;   // the neck
constexpr float kBelowLine = -4;      // roots begin so far below the hairline

struct Point {
    float azimuth, elevation;
};
/// Over the forehead, round the temple, before and over the ear, down to the nape.
constexpr Point kHairline[] = {{0, 33},   {14, 34},   {26, 35},   {36, 32},   {46, 25},  {56, 19}, {63, 8},
                               {70, -6},  {77, -17},  {84, -18},  {90, -12},  {96, -5},  {103, 3}, {112, 6},
                               {120, -2}, {128, -22}, {140, -42}, {155, -48}, {180, -50}};

float hairline(float azimuth) {
    const std::span points(kHairline);
    if (azimuth <= points.front().azimuth) return points.front().elevation;
    for (std::size_t k = 1; k < points.size(); ++k) {
        const Point &from = points[k - 1], &to = points[k];
        if (azimuth < to.azimuth)
            return mix(from.elevation, to.elevation, (azimuth - from.azimuth) / (to.azimuth - from.azimuth));
    }
    return points.back().elevation;
}

bool is_ear(Vec3 place) {
    const float azimuth = scalp_azimuth(place);
    return std::fabs(place.x) > .74f && place.y < 7.55f && azimuth > 62 && azimuth < 125;
}

/// The triangles that hair grows on, and the sum of their areas up to each.
struct Ground {
    std::vector<int> triangles;
    std::vector<float> area;
};

Ground ground(const Vertices& rest, const Triangles& triangles) {
    Ground ground;
    float sum = 0;
    for (std::size_t t = 0; t + 2 < triangles.size(); t += 3) {
        const Vec3 a = rest[triangles[t]], b = rest[triangles[t + 1]], c = rest[triangles[t + 2]];
        const Vec3 middle = (a + b + c) * (1 / 3.f);
        if (middle.y < kLowestRoot || above_hairline(middle, 0) < kBelowLine || is_ear(middle)) continue;
        sum += length(cross(b - a, c - a));
        ground.area.push_back(sum);
        ground.triangles.push_back(static_cast<int>(t));
    }
    return ground;
}

}  // namespace

float scalp_azimuth(Vec3 rest) {
    return std::fabs(std::atan2(rest.x - kScalpCenter.x, rest.z - kScalpCenter.z)) * 57.3f;
}

float above_hairline(Vec3 rest, float recede) {
    const Vec3 d = rest - kScalpCenter;
    const float azimuth = std::fabs(std::atan2(d.x, d.z)) * kDegrees;
    const float elevation = std::atan2(d.y, std::sqrt(d.x * d.x + d.z * d.z)) * kDegrees;
    const float receded = azimuth < 70 ? 8 + 14 * bell(azimuth - 32, 14) : 0;
    return elevation - (hairline(azimuth) + recede * receded);
}

Scalp::Scalp(const Vertices& rest, const Triangles& triangles) {
    const Ground growing = ground(rest, triangles);
    Random random(kSeed);
    for (int k = 0; k < kRoots; ++k) {
        const float at = random.uniform() * growing.area.back();
        const auto found = std::lower_bound(growing.area.begin(), growing.area.end(), at);
        float a = random.uniform(), b = random.uniform();
        if (a + b > 1) {
            a = 1 - a;
            b = 1 - b;
        }
        roots.push_back(
            {growing.triangles[static_cast<std::size_t>(found - growing.area.begin())], 1 - a - b, a, b});
    }
    for (const Spot& root : roots) {
        const Vec3 place = at(root, triangles, rest);
        float best = 1e9f;
        int nearest = 0;
        for (int c = 0; c < kClumps; ++c) {
            const Vec3 between = place - at(roots[static_cast<std::size_t>(c)], triangles, rest);
            const float distance = dot(between, between);
            if (distance < best) {
                best = distance;
                nearest = c;
            }
        }
        clump.push_back(nearest);
    }
}

}  // namespace portraits
