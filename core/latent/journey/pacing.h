// Even motion: frames spaced by how much the picture changes instead of by angle. Whoever has a generator
// measures the change on the pictures; this is the arithmetic. The measurements stay in the journey
// (Keyframe::change), so that the same frames can be reproduced without measuring.
#pragma once

#include <span>
#include <vector>

#include "core/latent/journey/journey.h"

namespace progan {

/// The part of a span (0..1) at which a `share` (0..1) of its change is reached: the inverse of the measured
/// curve, linear between its points. For a curve without any change, `share` itself.
double part_at_share(std::span<const float> change, double share);

/// Whether every span's change is known for its current path.
bool is_measured(const Journey& journey);
/// Drops measurements of paths that have changed since. True if there were any.
bool forget_old_measures(Journey& journey);

/// Moves the keys so that the change is the same in every frame of the whole path: each span gets frames in
/// proportion to its change, at least 1, with the same total as before. Does nothing unless is_measured().
/// Keeps the previous frames in own_frames.
void space_evenly(Journey& journey);
/// Moves the keys back: undoes space_evenly().
void space_as_set(Journey& journey);

/// `total` split in proportion to the weights, at least 1 each, by largest remainders (Hamilton). total must
/// be at least their number. If all weights are 0, as equally as possible.
std::vector<int> apportioned(std::span<const double> weights, std::int64_t total);

/// How uneven a series of changes is.
struct ChangeSpread {
    double median = 0, largest = 0;
    double ratio() const { return median > 0 ? largest / median : 1; }
};
/// Of the changes that are known (>= 0).
ChangeSpread spread_of(std::span<const float> changes);

}  // namespace progan
