// Progressive growing: which level a run trains after so many images, and how far that level has faded in.
// Level 0 trains for its phase; every further level fades in for its phase (alpha rises from 0 to 1) and then
// trains for as long. Source: Karras et al. 2018, section 2 and appendix A.
#pragma once

#include <cstdint>

#include "core/torch/abi/configuration.h"

namespace progan {

struct Position {
    int level = 0;
    bool fading = false;
    double alpha = 1;  ///< fade-in alpha of the level, above 0
    int batch = 0;
    std::int64_t images_of_level = 0;             ///< since the level began
    std::int64_t phase_begin = 0, phase_end = 0;  ///< in images since the start
    bool finished = false;
};

/// A step counts by its end: alpha of the first step of a fade is above 0.
Position position_after(const TrainConfiguration& configuration, std::int64_t images);

/// Images of the whole run. Its last step may go a little beyond.
std::int64_t images_in_all(const TrainConfiguration& configuration);

/// The decay of the moving average for one step: 0.5 ^ (batch / half-life). The half-life starts anew at each
/// level with a quarter of the images the level has seen (at least 100), because the new layers begin as
/// noise that must not stay in the average.
double average_decay(const TrainConfiguration& configuration, const Position& position);

}  // namespace progan
