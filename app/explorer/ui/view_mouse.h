// Dragging, and looking at a picture with the mouse.
#pragma once

#include "app/explorer/ui/view_geometry.h"

namespace progan {

/// Whether the last item is held, or was let go of in this frame: where frames are slow, a drag's last motion
/// comes in the same one as its end.
bool held_or_released();

/// On the last item, which covers the view: the wheel zooms at the pointer, dragging pans, a double-click
/// fits.
void zoom_and_pan_by_mouse(ViewState& view, const ViewGeometry& geometry);

}  // namespace progan
