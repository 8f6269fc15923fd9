// Cubic Bezier curves on the sphere of directions, in double. Journeys use them (journey.h).
#pragma once

#include <span>
#include <vector>

namespace progan {

/// A unit vector.
using Direction = std::vector<double>;

/// latent / |latent|. Empty if it has no direction: length 0 or fewer than 2 components.
Direction direction_of(std::span<const float> latent);

/// The tangent at a that leads along the great circle to b in time 1; its length is the angle in radians.
/// Zero if they are equal; through a fixed orthogonal direction if they are opposite.
std::vector<double> log_map(const Direction& a, const Direction& b);

/// The point that `tangent` at a leads to in time 1.
Direction exp_map(const Direction& a, std::span<const double> tangent);

/// The velocity at `here` of a path that was at `before` time_before > 0 ago and will be at `after`
/// time_after later: see span_latent(). An empty `before` or `after` is an open end.
std::vector<double> velocity_at(const Direction& before, const Direction& here, const Direction& after,
                                double time_before, double time_after);

/// The Bezier curve with these four points at t in 0..1 (de Casteljau with slerp).
Direction bezier(const Direction& p0, const Direction& p1, const Direction& p2, const Direction& p3,
                 double t);

}  // namespace progan
