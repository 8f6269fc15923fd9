// Where the stage opens and where its picture stands. Pure arithmetic.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "app/explorer/features/stage/stage_state.h"

namespace progan {

/// Which of the monitors it fills; nothing: it opens as a window. `desk`: the one that the main window is on.
/// A chosen monitor that is not there counts as none that was chosen.
std::optional<std::size_t> stage_monitor(const std::vector<StageMonitor>& monitors, std::size_t desk,
                                         const StageSettings& settings);

struct StageRectangle {
    int x = 0, y = 0, width = 0, height = 0;

    bool operator==(const StageRectangle&) const = default;
};
/// The largest square in the middle of width x height pixels, for a picture of `side` pixels. `whole_pixels`:
/// a whole multiple of it where it is not smaller than the picture, so that all its pixels are of one size.
StageRectangle stage_picture(int width, int height, int side, bool whole_pixels);

}  // namespace progan
