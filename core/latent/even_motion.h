// Even motion: frames spaced by how much of the picture changes instead of by angle. The change is measured
// on the pictures by who has a generator; here is the arithmetic. The measure stays in the journey
// (Keyframe::change), so that the same frames come again without measuring.
#pragma once

#include <span>
#include <vector>

#include "core/latent/journey.h"

namespace progan {

/// Where of a span (0..1) the `share` (0..1) of its change is reached: the inverse of the measured curve,
/// linear between its points. A curve without any change leads to `share` itself.
double part_at_share(std::span<const float> change, double share);

/// Whether every span's change is known and of the way as it is now.
bool is_measured(const Journey& journey);
/// Takes out measures that are of a way that has changed. True if there were any.
bool forget_old_measures(Journey& journey);

/// Moves the keys to where they are passed when the change is the same in every frame of the whole way: each
/// span gets frames in proportion to its change, at least 1, and all together as many as before. Nothing
/// happens unless is_measured(). Sets own_frames to what was there.
void space_evenly(Journey& journey);
/// Moves the keys back: what space_evenly() did is undone.
void space_as_set(Journey& journey);

/// `total` split in proportion to the weights, at least 1 each, by largest remainders (Hamilton). total must
/// be at least their number. All weights 0: as equal as can be.
std::vector<int> apportioned(std::span<const double> weights, std::int64_t total);

/// How uneven a row of changes is.
struct ChangeSpread {
    double median = 0, largest = 0;
    double ratio() const { return median > 0 ? largest / median : 1; }
};
/// Of those that are known (>= 0).
ChangeSpread spread_of(std::span<const float> changes);

}  // namespace progan
