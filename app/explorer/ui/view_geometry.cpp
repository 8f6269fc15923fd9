#include "app/explorer/ui/view_geometry.h"

#include <algorithm>

namespace progan {
namespace {

constexpr double kMinZoom = 0.05, kMaxZoom = 64;
constexpr float kFitPart = 0.97f;

/// Leaving `fit` starts from what was seen.
void leave_fit(ViewState& view, const ViewGeometry& geometry) {
    if (!view.fit) return;
    view.fit = false;
    view.zoom = geometry.zoom;
    view.center_x = view.center_y = 0.5;
}

}  // namespace

ViewGeometry view_geometry(const ViewState& view, float x, float y, float width, float height,
                           int picture_width, int picture_height) {
    ViewGeometry geometry;
    geometry.view_x = x;
    geometry.view_y = y;
    geometry.view_width = width;
    geometry.view_height = height;
    if (picture_width <= 0 || picture_height <= 0) return geometry;
    geometry.zoom = view.fit ? kFitPart * std::min(width / static_cast<float>(picture_width),
                                                   height / static_cast<float>(picture_height))
                             : view.zoom;
    geometry.zoom = std::clamp(geometry.zoom, kMinZoom, kMaxZoom);
    const double center_x = view.fit ? 0.5 : view.center_x, center_y = view.fit ? 0.5 : view.center_y;
    geometry.width = static_cast<float>(picture_width * geometry.zoom);
    geometry.height = static_cast<float>(picture_height * geometry.zoom);
    geometry.x = x + width / 2 - static_cast<float>(center_x) * geometry.width;
    geometry.y = y + height / 2 - static_cast<float>(center_y) * geometry.height;
    return geometry;
}

void zoom_at(ViewState& view, const ViewGeometry& geometry, float mouse_x, float mouse_y, double factor) {
    if (geometry.width <= 0) return;
    leave_fit(view, geometry);
    const double before = view.zoom;
    view.zoom = std::clamp(before * factor, kMinZoom, kMaxZoom);
    // The point under the mouse, from the middle of the view, moves away by the zoom's factor: the center
    // follows.
    const double from_x = (mouse_x - (geometry.view_x + geometry.view_width / 2)) / geometry.width;
    const double from_y = (mouse_y - (geometry.view_y + geometry.view_height / 2)) / geometry.height;
    const double moved = 1 - before / view.zoom;
    view.center_x = std::clamp(view.center_x + from_x * moved, 0.0, 1.0);
    view.center_y = std::clamp(view.center_y + from_y * moved, 0.0, 1.0);
}

void zoom_to(ViewState& view, double zoom) {
    view.fit = false;
    view.zoom = std::clamp(zoom, kMinZoom, kMaxZoom);
    view.center_x = view.center_y = 0.5;
}

void pan(ViewState& view, const ViewGeometry& geometry, float dx, float dy) {
    if (geometry.width <= 0 || geometry.height <= 0) return;
    leave_fit(view, geometry);
    view.center_x = std::clamp(view.center_x - static_cast<double>(dx / geometry.width), 0.0, 1.0);
    view.center_y = std::clamp(view.center_y - static_cast<double>(dy / geometry.height), 0.0, 1.0);
}

}  // namespace progan
