// Looking at a picture with the mouse.
#pragma once

#include "app/explorer/ui/view_geometry.h"

namespace progan {

/// On the last item, which covers the view: the wheel zooms at the pointer, dragging pans, a double-click
/// fits.
void zoom_and_pan_by_mouse(ViewState& view, const ViewGeometry& geometry);

}  // namespace progan
