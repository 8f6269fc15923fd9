// The losses of a training run as two curves over the images seen, and the distance of its snapshots from the
// pictures held back.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <optional>

#include "core/train/run_log.h"

namespace progan {

/// Draws into an item of that size. `smoothing` 0..1: each value is that much of the smoothed one before it.
/// `marked`: images at which a line is drawn. Hovering tells the values.
void loss_plot(const RunLog& log, double smoothing, std::optional<std::int64_t> marked, ImVec2 size);

}  // namespace progan
