// Turns a line drawn over a map of faces into a journey along it. Pure functions.
#pragma once

#include <span>
#include <vector>

#include "core/latent/journey/journey.h"
#include "core/map/face_map.h"

namespace progan {

/// A position on a map: 0..1 from its top left corner.
struct MapPoint {
    double x = 0, y = 0;
};

inline constexpr int kMinStrokeKeys = 2, kMaxStrokeKeys = 12;

/// The cells under points spaced evenly along the stroke that was drawn: about one per two cells of its
/// length, kMinStrokeKeys to kMaxStrokeKeys including both ends, never the same twice in a row. Points
/// outside the map are clamped to its edge. A stroke without length gives one cell, an empty one none.
std::vector<int> cells_along(std::span<const MapPoint> drawn, int side);

/// The journey through the faces at these cells, `frames` from one to the next.
Journey journey_through(const FaceMap& map, std::span<const int> cells, std::size_t latent_size, int frames);

}  // namespace progan
