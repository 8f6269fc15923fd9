// Where the picture is in its view: fit, zoom at a point, pan. Pure arithmetic, lengths in window units.
#pragma once

#include "app/explorer/state/app_state.h"

namespace progan {

/// The picture's rectangle and what it was computed from.
struct ViewGeometry {
    float x = 0, y = 0, width = 0, height = 0;
    double zoom = 1;  ///< window units a picture pixel
    float view_x = 0, view_y = 0, view_width = 0, view_height = 0;
};

/// Fit leaves a small margin; otherwise state.zoom about its center. An empty picture gives an empty
/// rectangle.
ViewGeometry view_geometry(const ViewState& view, float x, float y, float width, float height,
                           int picture_width, int picture_height);

/// Multiplies the zoom and keeps the picture point under (mouse_x, mouse_y) where it is.
void zoom_at(ViewState& view, const ViewGeometry& geometry, float mouse_x, float mouse_y, double factor);

/// Sets the zoom about the picture's middle.
void zoom_to(ViewState& view, double zoom);

void pan(ViewState& view, const ViewGeometry& geometry, float dx, float dy);

}  // namespace progan
