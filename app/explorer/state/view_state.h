// How a picture is looked at: fit, zoomed, panned. Plain values.
#pragma once

namespace progan {

class KeptFields;

/// How the picture is looked at.
struct ViewState {
    bool fit = true;
    double zoom = 1;                        ///< screen pixels per picture pixel, when not fit
    double center_x = 0.5, center_y = 0.5;  ///< the point of the picture (0..1) in the middle of the view
    bool smooth = true;                     ///< cubic and sharpened; false: its pixels
};

/// What the session keeps of it.
void keep(KeptFields& fields, ViewState& view);

}  // namespace progan
