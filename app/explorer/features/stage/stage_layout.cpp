#include "app/explorer/features/stage/stage_layout.h"

#include <algorithm>

namespace progan {

std::optional<std::size_t> stage_monitor(const std::vector<StageMonitor>& monitors, std::size_t desk,
                                         const StageSettings& settings) {
    if (settings.place == StagePlace::window) return std::nullopt;
    if (settings.place == StagePlace::monitor)
        for (std::size_t i = 0; i < monitors.size(); ++i)
            if (monitors[i].name == settings.monitor) return i;
    for (std::size_t i = 0; i < monitors.size(); ++i)
        if (i != desk) return i;
    return std::nullopt;
}

StageRectangle stage_picture(int width, int height, int side, bool whole_pixels) {
    if (width <= 0 || height <= 0 || side <= 0) return {};
    int shown = std::min(width, height);
    if (whole_pixels && shown >= side) shown -= shown % side;
    return {(width - shown) / 2, (height - shown) / 2, shown, shown};
}

}  // namespace progan
