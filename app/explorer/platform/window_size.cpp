#include "app/explorer/platform/window_size.h"

#include <algorithm>
#include <cmath>

namespace progan {
namespace {

int scaled(int length, double scale) {
    return static_cast<int>(std::lround(length * scale));
}

int limited(int length, int area, int frame) {
    return area > 0 ? std::max(1, std::min(length, area - frame)) : length;
}

}  // namespace

WindowSize window_size(WindowSize at_scale_1, double scale, WindowSize work_area, WindowSize frame) {
    return {limited(scaled(at_scale_1.width, scale), work_area.width, frame.width),
            limited(scaled(at_scale_1.height, scale), work_area.height, frame.height)};
}

WindowSize size_at_scale_1(WindowSize size, double scale) {
    return {scaled(size.width, 1 / scale), scaled(size.height, 1 / scale)};
}

}  // namespace progan
