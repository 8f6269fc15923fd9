// Which stage of the generator's growth is shown. Plain values.
#pragma once

namespace progan {

/// The face at every age (core/model/growth.h).
struct GrowthState {
    double age = 0;
    bool grown_up = true;  ///< the age follows the model's own
    bool playing = false;
};

}  // namespace progan
