// The weights of the open model, layer by layer: a histogram and how they spread.
#pragma once

#include <vector>

#include "app/explorer/ui/panel.h"
#include "core/model/weight_figures.h"

namespace progan {

/// A row per weight, in a child window of its own that scrolls, `width` wide.
void weights_table(Panel& panel, const std::vector<WeightFigures>& weights, float width);

}  // namespace progan
