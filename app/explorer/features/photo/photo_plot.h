// The course of a search as a curve: the error over the work done, on a scale of powers of ten. Each size at
// which pictures are compared has a part of its own: errors of different sizes do not compare.
#pragma once

#include <imgui.h>

#include <vector>

#include "app/explorer/features/photo/photo_state.h"

namespace progan {

/// Draws into an item of that size. Hovering tells the values.
void photo_plot(const std::vector<PhotoCurvePoint>& curve, ImVec2 size);

}  // namespace progan
