// Lists of axes, sorted and without duplicates. No state; any thread.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/axes/axis.h"

namespace progan {

/// Axes with |cos| above this, in the same or the opposite direction, count as duplicates.
inline constexpr double kSameAxisCosine = 0.9;

/// |cos| of the angle between two directions; 0 if the sizes differ or one is zero.
double axis_similarity(std::span<const float> a, std::span<const float> b);

/// Those with an order first, in that order; then the largest effect first; equal ones keep their places.
void sort_by_effect(std::vector<Axis>& axes);

/// Sorted by effect, without duplicates of stronger ones. `keep` (optional) selects axes that always stay and
/// take precedence over others: those that the user has edited.
std::vector<Axis> without_duplicates(std::vector<Axis> axes,
                                     const std::function<bool(const Axis&)>& keep = {});

}  // namespace progan
