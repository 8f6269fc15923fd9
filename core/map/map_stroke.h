// A line drawn over a map of faces, as a journey along it. Pure functions.
#pragma once

#include <span>
#include <vector>

#include "core/latent/journey.h"
#include "core/map/face_map.h"

namespace progan {

/// A place on a map: 0..1 from its upper left corner.
struct MapPoint {
    double x = 0, y = 0;
};

inline constexpr int kFewestStrokeKeys = 2, kMostStrokeKeys = 12;

/// The cells under points that lie evenly along the stroke: about one for every two cells of its length, at
/// least kFewestStrokeKeys and at most kMostStrokeKeys, both ends included; none twice in a row. Points
/// outside the map count as at its rim. A stroke without length, or an empty one, gives one cell or none.
std::vector<int> cells_along(std::span<const MapPoint> stroke, int side);

/// The journey through the faces at these cells, `frames` from one to the next.
Journey journey_through(const FaceMap& map, std::span<const int> cells, std::size_t latent_size, int frames);

}  // namespace progan
