#include "models/portraits/renderer/displacement.h"

namespace portraits {
namespace {

constexpr int kWidth = 20, kHeight = 24, kDepth = 20;
constexpr int kUp = kWidth, kBack = kWidth * kHeight;
constexpr Vec3 kOrigin{-2, 4.6f, -1.9f};
constexpr float kCell = .2f;
constexpr int kSpreadRounds = 8, kRelaxRounds = 6;
constexpr float kOwnShare = .25f;  // that known cells give up to their neighbors per round

bool is_face(Vec3 p) {
    return p.z > .75f && p.y > 6.3f && p.y < 7.75f && std::fabs(p.x) < .45f;
}

bool inside(int x, int y, int z) {
    return x >= 0 && y >= 0 && z >= 0 && x < kWidth && y < kHeight && z < kDepth;
}

int cell_at(int x, int y, int z) {
    return (z * kHeight + y) * kWidth + x;
}

}  // namespace

Displacement::Displacement(const Vertices& base, const Vertices& coarse)
    : moves_(kWidth * kHeight * kDepth), known_(moves_.size()) {
    gather(base, coarse);
    spread();
    relax();
}

/// The mean move of each cell's vertices; where there are none, of all cells.
void Displacement::gather(const Vertices& base, const Vertices& coarse) {
    std::vector<float> counts(moves_.size());
    for (std::size_t k = 0; k < base.size(); ++k) {
        if (is_face(base[k])) continue;
        const Vec3 at = (base[k] - kOrigin);
        const int x = static_cast<int>(at.x / kCell + .5f), y = static_cast<int>(at.y / kCell + .5f),
                  z = static_cast<int>(at.z / kCell + .5f);
        if (!inside(x, y, z)) continue;
        moves_[cell_at(x, y, z)] += coarse[k] - base[k];
        counts[cell_at(x, y, z)] += 1;
    }
    Vec3 mean;
    float filled = 0;
    for (std::size_t c = 0; c < moves_.size(); ++c) {
        known_[c] = counts[c] > 0;
        if (!known_[c]) continue;
        moves_[c] = moves_[c] * (1 / counts[c]);
        mean += moves_[c];
        filled += 1;
    }
    mean = mean * (1 / filled);
    for (std::size_t c = 0; c < moves_.size(); ++c)
        if (!known_[c]) moves_[c] = mean;
}

/// Outwards from the known cells, one further per round.
void Displacement::spread() {
    constexpr int kSteps[6][3] = {{-1, 0, 0}, {1, 0, 0}, {0, -1, 0}, {0, 1, 0}, {0, 0, -1}, {0, 0, 1}};
    std::vector<char> reached = known_;
    for (int round = 0; round < kSpreadRounds; ++round) {
        std::vector<char> next_reached = reached;
        std::vector<Vec3> next = moves_;
        for (int z = 0; z < kDepth; ++z)
            for (int y = 0; y < kHeight; ++y)
                for (int x = 0; x < kWidth; ++x) {
                    const int cell = cell_at(x, y, z);
                    if (reached[cell]) continue;
                    Vec3 sum;
                    int count = 0;
                    for (const auto& step : kSteps) {
                        const int a = x + step[0], b = y + step[1], c = z + step[2];
                        if (!inside(a, b, c) || !reached[cell_at(a, b, c)]) continue;
                        sum += moves_[cell_at(a, b, c)];
                        ++count;
                    }
                    if (count == 0) continue;
                    next[cell] = sum * (1.f / real(count));
                    next_reached[cell] = 1;
                }
        moves_.swap(next);
        reached.swap(next_reached);
    }
}

void Displacement::relax() {
    for (int round = 0; round < kRelaxRounds; ++round)
        for (int z = 1; z < kDepth - 1; ++z)
            for (int y = 1; y < kHeight - 1; ++y)
                for (int x = 1; x < kWidth - 1; ++x) {
                    const int c = cell_at(x, y, z);
                    const Vec3 mean = (moves_[c - 1] + moves_[c + 1] + moves_[c - kUp] + moves_[c + kUp] +
                                       moves_[c - kBack] + moves_[c + kBack]) *
                                      (1 / 6.f);
                    moves_[c] = known_[c] ? mix(moves_[c], mean, kOwnShare) : mean;
                }
}

Vec3 Displacement::at(Vec3 rest) const {
    const float gx = clamp((rest.x - kOrigin.x) / kCell, 0, kWidth - 1.001f);
    const float gy = clamp((rest.y - kOrigin.y) / kCell, 0, kHeight - 1.001f);
    const float gz = clamp((rest.z - kOrigin.z) / kCell, 0, kDepth - 1.001f);
    const int i = static_cast<int>(gx), j = static_cast<int>(gy), k = static_cast<int>(gz);
    return mix_cell(&moves_[cell_at(i, j, k)], kUp, kBack, {gx - real(i), gy - real(j), gz - real(k)});
}

}  // namespace portraits
