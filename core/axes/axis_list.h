// Lists of axes: the strongest first, and none twice. No state; any thread.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/axes/axis.h"

namespace progan {

/// Axes whose directions differ by less than this angle, either way round, do the same: |cos| above 0.9.
inline constexpr double kSameAxisCosine = 0.9;

/// |cos| of the angle between two directions; 0 if the sizes differ or one is zero.
double axis_similarity(std::span<const float> a, std::span<const float> b);

/// Largest effect first; equal ones stay in order.
void sort_by_effect(std::vector<Axis>& axes);

/// Sorted by effect, without those that a stronger one repeats. `keep` names axes that stay in any case, and
/// before which others give way: those that a person has touched. Empty: none.
std::vector<Axis> without_duplicates(std::vector<Axis> axes,
                                     const std::function<bool(const Axis&)>& keep = {});

}  // namespace progan
