#include "models/portraits/renderer/hair_volume.h"

#include <array>

namespace portraits {
namespace {

constexpr int kWidth = 38, kHeight = 50, kDepth = 42;
constexpr int kUp = kWidth, kBack = kWidth * kHeight;
constexpr std::size_t kCells = std::size_t{kBack} * kDepth;
constexpr float kCell = .085f;
constexpr Vec3 kBeside{1.62f, 2.2f, 1.75f};         // the grid's corner, from the head's joint
constexpr float kOpacity = .55f / (kCell * kCell);  // per hair area in a cell
constexpr float kMaxDepth = 6.f, kDarkest = .004f;

int cell_at(int x, int y, int z) {
    return (z * kHeight + y) * kWidth + x;
}

/// Hair area by cell: length times width of what passes.
std::vector<float> densities(const Strands& strands, Vec3 origin) {
    std::vector<float> density(kCells);
    for (const Strand& strand : strands.strands) {
        const float width = (strand.root_width + strand.tip_width) * .5f;
        for (int k = strand.first; k < strand.first + strand.count - 1; ++k) {
            const Vec3 a = strands.points[k].place, b = strands.points[k + 1].place;
            const Vec3 at = ((a + b) * .5f - origin) * (1 / kCell);
            const int x = static_cast<int>(at.x), y = static_cast<int>(at.y), z = static_cast<int>(at.z);
            if (x < 0 || y < 0 || z < 0 || x >= kWidth || y >= kHeight || z >= kDepth) continue;
            density[cell_at(x, y, z)] += length(b - a) * width;
        }
    }
    return density;
}

std::vector<int> cells_near_hair(const std::vector<float>& density) {
    std::vector<int> cells;
    for (int z = 1; z < kDepth - 1; ++z)
        for (int y = 1; y < kHeight - 1; ++y)
            for (int x = 1; x < kWidth - 1; ++x) {
                const int c = cell_at(x, y, z);
                const bool hair = density[c] > 0 || density[c - 1] > 0 || density[c + 1] > 0 ||
                                  density[c - kUp] > 0 || density[c + kUp] > 0 || density[c - kBack] > 0 ||
                                  density[c + kBack] > 0;
                if (hair) cells.push_back(c);
            }
    return cells;
}

Vec3 center_of(int cell, Vec3 origin) {
    const int x = cell % kWidth, y = cell / kWidth % kHeight, z = cell / kBack;
    return origin + Vec3(real(x) + .5f, real(y) + .5f, real(z) + .5f) * kCell;
}

}  // namespace

HairVolume::HairVolume(const Strands& strands, Vec3 head)
    : origin_(head - kBeside),
      through_cell_(kCells),
      through_half_cell_(kCells),
      transmittance_(kCells),
      light_(kCells) {
    const std::vector<float> density = densities(strands, origin_);
    for (std::size_t c = 0; c < kCells; ++c) {
        through_cell_[c] = density[c] > 0 ? std::exp(-std::min(kMaxDepth, density[c] * kOpacity)) : 1;
        through_half_cell_[c] = std::sqrt(through_cell_[c]);
    }
    near_hair_ = cells_near_hair(density);
}

/// Slice by slice away from the light, along the axis that it comes along most.
void HairVolume::sweep(Vec3 towards) {
    const std::array<int, 3> counts{kWidth, kHeight, kDepth}, steps{1, kUp, kBack};
    const std::array<float, 3> d{towards.x, towards.y, towards.z};
    const float ax = std::fabs(d[0]), ay = std::fabs(d[1]), az = std::fabs(d[2]);
    const std::size_t a = ax > ay ? (ax > az ? 0U : 2U) : (ay > az ? 1U : 2U), b = (a + 1) % 3,
                      c = (a + 2) % 3;
    const float shift_b = d[b] / std::fabs(d[a]), shift_c = d[c] / std::fabs(d[a]);
    const int width = counts[b], height = counts[c];
    std::vector<float> behind(static_cast<std::size_t>(width * height));  // what passes the slice before
    for (int slice = 0; slice < counts[a]; ++slice) {
        const int i = d[a] > 0 ? counts[a] - 1 - slice : slice;
        const int first = i * steps[a];
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                float through = 1;
                const float fx = real(x) + shift_b, fy = real(y) + shift_c;
                if (slice > 0 && fx >= 0 && fy >= 0 && fx < real(width - 1) && fy < real(height - 1)) {
                    const int ix = static_cast<int>(fx), iy = static_cast<int>(fy);
                    const float* g = &behind[static_cast<std::size_t>(iy * width + ix)];
                    const float tx = fx - real(ix), ty = fy - real(iy);
                    through = mix(mix(g[0], g[1], tx), mix(g[width], g[width + 1], tx), ty);
                }
                transmittance_[first + x * steps[b] + y * steps[c]] = through;
            }
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const int cell = first + x * steps[b] + y * steps[c];
                behind[static_cast<std::size_t>(y * width + x)] = transmittance_[cell] * through_cell_[cell];
            }
    }
}

void HairVolume::let_in(const Light& light, float key_red, const ShadowMap& shadow) {
    sweep(light.towards);
    for (const int cell : near_hair_) {
        const float through = transmittance_[cell] * through_half_cell_[cell];
        if (through <= kDarkest) continue;
        const Vec3 place = center_of(cell, origin_);
        const float share = through * shadow.visibility(place + light.towards * .12f, .03f);
        HairLight& sum = light_[static_cast<std::size_t>(cell)];
        switch (light.kind) {
            case Light::Kind::ambient:
                sum.ambient += light.color * share;
                break;
            case Light::Kind::key:
                sum.key += light.color.x / key_red * share;
                break;
            case Light::Kind::rim:
                sum.rim += share;
                break;
        }
    }
}

float HairVolume::transmittance(Vec3 place) const {
    const Vec3 at = (place - origin_) * (1 / kCell) - Vec3(.5f);
    const int i = static_cast<int>(at.x), j = static_cast<int>(at.y), k = static_cast<int>(at.z);
    const bool outside =
        at.x < 0 || at.y < 0 || at.z < 0 || i >= kWidth - 1 || j >= kHeight - 1 || k >= kDepth - 1;
    if (outside) return 1;
    return mix_cell(&transmittance_[cell_at(i, j, k)], kUp, kBack,
                    {at.x - real(i), at.y - real(j), at.z - real(k)});
}

HairLight HairVolume::light_at(Vec3 place) const {
    const Vec3 at = (place - origin_) * (1 / kCell) - Vec3(.5f);
    const int i = std::clamp(static_cast<int>(at.x), 0, kWidth - 2);
    const int j = std::clamp(static_cast<int>(at.y), 0, kHeight - 2);
    const int k = std::clamp(static_cast<int>(at.z), 0, kDepth - 2);
    return mix_cell(&light_[static_cast<std::size_t>(cell_at(i, j, k))], kUp, kBack,
                    {saturate(at.x - real(i)), saturate(at.y - real(j)), saturate(at.z - real(k))});
}

}  // namespace portraits
