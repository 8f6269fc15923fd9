// Progressive growing: which level a run trains after a number of images, and how far that level has faded
// in. Level 0 trains for its phase; each further level fades in during its phase (alpha rises from 0 to 1)
// and then trains for as long. Source: Karras et al. 2018, section 2 and appendix A.
#pragma once

#include <cstdint>

#include "core/torch/abi/configuration.h"

namespace progan {

struct SchedulePoint {
    int level = 0;
    bool fading = false;
    double alpha = 1;  ///< fade-in alpha of the level, above 0
    int batch = 0;
    std::int64_t images_of_level = 0;             ///< since the level started
    std::int64_t phase_begin = 0, phase_end = 0;  ///< in images since the start
    bool finished = false;
};

/// The point at the end of the step that starts after `images`: alpha of the first step of a fade is above 0.
SchedulePoint schedule_point_after(const TrainConfiguration& configuration, std::int64_t images);

/// Images after which a level of the run has faded in: where its training begins.
std::int64_t images_before_training(const TrainConfiguration& configuration, int level);

/// Images of the whole run. The last step may exceed it slightly.
std::int64_t total_images(const TrainConfiguration& configuration);

/// The decay of the moving average for one step: 0.5 ^ (batch / half-life). At each level the half-life
/// starts again at a quarter of the images that the level has seen (at least 100), because the new layers
/// start as noise that must not stay in the average.
double ema_decay(const TrainConfiguration& configuration, const SchedulePoint& position);

}  // namespace progan
