// Where the window's panels are. Pure arithmetic, in window units.
#pragma once

#include "app/explorer/state/panels_state.h"

namespace progan {

struct Area {
    float x = 0, y = 0, width = 0, height = 0;
    float right() const { return x + width; }
    float bottom() const { return y + height; }
    bool empty() const { return width <= 0 || height <= 0; }
};

/// Heights in window units: `timeline` of the unfolded part, `status` of its line or 0.
struct LayoutNeeds {
    float width = 0, height = 0, scale = 1;
    float timeline = 0, status = 0;
};

/// Panels that are not there are empty. A folded side panel is a strip to open it again.
struct Layout {
    Area top, left, center, right, bottom, status;
    bool left_open = false, right_open = false, timeline_open = false;
};

Layout layout_of(const PanelsState& panels, const LayoutNeeds& needs);

/// Widths at scale 1 that a person may give the side panels.
inline constexpr double kMinLeft = 232, kMaxLeft = 480, kMinRight = 176, kMaxRight = 440;

}  // namespace progan
