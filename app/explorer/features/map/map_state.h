// The part of the map that is seen, and how far it is built. Plain values.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/explorer/state/view_state.h"
#include "core/engine/job.h"
#include "core/map/map_stroke.h"
#include "core/support/clock.h"

namespace progan {

struct MapState {
    std::shared_ptr<const FaceMap> map;  ///< null: none yet
    int faces = 0;                       ///< of the map that is being built, or was to be
    bool building = false, cancelling = false;
    bool stopped = false;  ///< cancelled or failed: it is not begun again by itself
    JobProgress progress;
    Time began;
    bool drawing = true;  ///< the map on screen is not yet all of `map`

    ViewState view;
    std::optional<int> pointed;   ///< the cell under the pointer, or in the middle while keys move the map
    bool by_keys = false;         ///< keys moved the map last, not the pointer
    std::optional<int> here;      ///< the cell that is most like the face shown
    std::vector<int> favourites;  ///< cells of kept faces

    bool stroke_mode = false;  ///< dragging draws
    bool stroking = false;     ///< it does so now
    std::vector<MapPoint> stroke;
    std::vector<int> stroke_cells;  ///< the keys of its journey
};

}  // namespace progan
