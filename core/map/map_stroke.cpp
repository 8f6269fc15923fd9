#include "core/map/map_stroke.h"

#include <algorithm>
#include <cmath>

namespace progan {
namespace {

constexpr double kCellsAKey = 2;

int cell_at(MapPoint point, int side) {
    const auto along = [side](double part) { return std::clamp(static_cast<int>(part * side), 0, side - 1); };
    return along(point.y) * side + along(point.x);
}

}  // namespace

std::vector<int> cells_along(std::span<const MapPoint> drawn, int side) {
    if (drawn.empty() || side < 1) return {};
    std::vector<MapPoint> stroke;
    for (const MapPoint point : drawn)
        stroke.push_back({std::clamp(point.x, 0.0, 1.0), std::clamp(point.y, 0.0, 1.0)});
    std::vector<double> lengths{0};  // to each point, in cells
    for (std::size_t i = 1; i < stroke.size(); ++i)
        lengths.push_back(lengths.back() +
                          side * std::hypot(stroke[i].x - stroke[i - 1].x, stroke[i].y - stroke[i - 1].y));
    const int keys = std::clamp(1 + static_cast<int>(std::lround(lengths.back() / kCellsAKey)),
                                kMinStrokeKeys, kMaxStrokeKeys);
    std::vector<int> cells;
    std::size_t span = 0;
    for (int key = 0; key < keys; ++key) {
        const double at = lengths.back() * key / (keys - 1);
        while (span + 2 < stroke.size() && lengths[span + 1] < at) ++span;
        MapPoint point = stroke[span];
        if (span + 1 < stroke.size() && lengths[span + 1] > lengths[span]) {
            const double t = std::clamp((at - lengths[span]) / (lengths[span + 1] - lengths[span]), 0.0, 1.0);
            point.x += t * (stroke[span + 1].x - stroke[span].x);
            point.y += t * (stroke[span + 1].y - stroke[span].y);
        }
        const int cell = cell_at(point, side);
        if (cells.empty() || cells.back() != cell) cells.push_back(cell);
    }
    return cells;
}

Journey journey_through(const FaceMap& map, std::span<const int> cells, std::size_t latent_size, int frames) {
    Journey journey;
    journey.model_sha256 = map.model_sha256;
    for (const int cell : cells) {
        const auto seed = static_cast<std::uint32_t>(map.cells.at(static_cast<std::size_t>(cell)));
        journey.keyframes.push_back({{latent_from_seed(seed, latent_size, map.seed_mode), seed}, frames});
    }
    return journey;
}

}  // namespace progan
