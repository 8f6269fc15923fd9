#include "models/portraits/renderer/distance_field.h"

#include <cstdlib>

namespace portraits {
namespace {

constexpr int kWidth = 72, kHeight = 92, kDepth = 78;
constexpr float kCell = 0.05f;
constexpr Vec3 kOrigin{-1.8f, 4.75f, -1.6f};
constexpr float kNowhereNear = 0.9f, kDeepInside = -.5f;

/// The skin's vertices by cells of a coarse grid, to find the nearest one of a place.
class Buckets {
  public:
    Buckets(const std::vector<Vec3>& rest, const std::vector<Vec3>& normals)
        : rest_(rest), normals_(normals), cells_(kCount * kCount * kCount) {
        for (std::size_t v = 0; v < rest.size(); ++v) {
            const int cell = cell_of(index(rest[v].x), index(rest[v].y), index(rest[v].z));
            if (is_outer(rest[v]) && cell >= 0)
                cells_[static_cast<std::size_t>(cell)].push_back(static_cast<int>(v));
        }
    }

    float signed_distance(Vec3 place) const {
        float square = 1e9f;
        const int vertex = nearest(place, square);
        if (vertex < 0) {
            const bool in_head =
                std::fabs(place.x) < .6f && place.y > 6.6f && place.y < 8.3f && place.z > 0 && place.z < 1.2f;
            const bool in_chest = place.y < 5.2f && place.z > -.4f && place.z < .8f;
            return in_head || in_chest ? kDeepInside : kNowhereNear;
        }
        const float distance = std::sqrt(square);
        const float along = dot(place - rest_[vertex], normals_[vertex]);
        return along < 0 ? -distance : std::max(distance * .3f + .7f * along, distance * .6f);
    }

  private:
    static constexpr float kBucket = .15f;
    static constexpr int kOffset = 24, kLift = 20, kCount = 96, kReach = 6;

    static int index(float v) { return static_cast<int>(std::floor(v / kBucket)); }
    static int cell_of(int i, int j, int k) {
        i += kOffset;
        j += kOffset - kLift;
        k += kOffset;
        const bool inside = i >= 0 && j >= 0 && k >= 0 && i < kCount && j < kCount && k < kCount;
        return inside ? (k * kCount + j) * kCount + i : -1;
    }
    /// Not in the mouth nor behind the lids.
    static bool is_outer(Vec3 p) {
        const bool in_mouth = p.y > 6.2f && p.y < 7.0f && std::fabs(p.x) < .35f && p.z > .5f && p.z < 1.45f;
        const bool in_eye = p.z < 1.33f && p.z > .9f && std::fabs(p.x) < .5f && p.y > 7.1f && p.y < 7.5f;
        return !in_mouth && !in_eye;
    }

    /// Shell by shell of cells round the place's own, until no nearer one can come.
    int nearest(Vec3 place, float& square) const {
        const int i = index(place.x), j = index(place.y), k = index(place.z);
        int found = -1;
        for (int r = 0; r <= kReach; ++r) {
            for (int z = -r; z <= r; ++z)
                for (int y = -r; y <= r; ++y) {
                    const bool face = std::max(std::abs(y), std::abs(z)) == r;
                    for (int x = -r; x <= r; x += face ? 1 : 2 * r)
                        search(i + x, j + y, k + z, place, square, found);
                }
            const float reached = real(r) * kBucket;
            if (found >= 0 && square < reached * reached) break;
        }
        return found;
    }
    void search(int i, int j, int k, Vec3 place, float& square, int& found) const {
        const int cell = cell_of(i, j, k);
        if (cell < 0 || cells_[static_cast<std::size_t>(cell)].empty()) return;
        if (found >= 0 && !may_be_nearer(i, j, k, place, square)) return;
        for (const int v : cells_[static_cast<std::size_t>(cell)]) {
            const Vec3 between = place - rest_[v];
            const float distance = dot(between, between);
            if (distance < square) {
                square = distance;
                found = v;
            }
        }
    }
    /// Whether a cell reaches nearer to the place than what was found; rounding speaks for it.
    static bool may_be_nearer(int i, int j, int k, Vec3 place, float square) {
        const auto beyond = [](int cell, float v) {
            const float low = real(cell) * kBucket;
            return std::max({low - v, v - (low + kBucket), 0.f});
        };
        const Vec3 gap(beyond(i, place.x), beyond(j, place.y), beyond(k, place.z));
        return dot(gap, gap) < square * 1.001f + 1e-6f;
    }

    const std::vector<Vec3>& rest_;
    const std::vector<Vec3>& normals_;
    std::vector<std::vector<int>> cells_;
};

}  // namespace

DistanceField::DistanceField(const std::vector<Vec3>& rest, const std::vector<Vec3>& normals)
    : distance_(static_cast<std::size_t>(kWidth * kHeight * kDepth)) {
    const Buckets buckets(rest, normals);
    auto value = distance_.begin();
    for (int k = 0; k < kDepth; ++k)
        for (int j = 0; j < kHeight; ++j)
            for (int i = 0; i < kWidth; ++i)
                *value++ = buckets.signed_distance(kOrigin + Vec3(real(i), real(j), real(k)) * kCell);
}

float DistanceField::at(Vec3 place, Vec3& outwards) const {
    const float gx = clamp((place.x - kOrigin.x) / kCell, 0, kWidth - 1.001f);
    const float gy = clamp((place.y - kOrigin.y) / kCell, 0, kHeight - 1.001f);
    const float gz = clamp((place.z - kOrigin.z) / kCell, 0, kDepth - 1.001f);
    const int i = static_cast<int>(gx), j = static_cast<int>(gy), k = static_cast<int>(gz);
    const float x = gx - real(i), y = gy - real(j), z = gz - real(k);
    const float* q = &distance_[static_cast<std::size_t>((k * kHeight + j) * kWidth + i)];
    constexpr int kUp = kWidth, kBack = kWidth * kHeight;
    const float a = q[0], b = q[1], c = q[kUp], d = q[kUp + 1];
    const float e = q[kBack], f = q[kBack + 1], g = q[kBack + kUp], h = q[kBack + kUp + 1];
    const float ab = mix(a, b, x), cd = mix(c, d, x), ef = mix(e, f, x), gh = mix(g, h, x);
    const float front = mix(ab, cd, y), back = mix(ef, gh, y);
    outwards = normalized(
        Vec3(mix(mix(b - a, d - c, y), mix(f - e, h - g, y), z), mix(cd - ab, gh - ef, z), back - front));
    return mix(front, back, z);
}

}  // namespace portraits
