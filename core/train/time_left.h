// How long a run still takes.
#pragma once

#include <cstdint>

#include "core/torch/abi/configuration.h"

namespace progan {

/// Seconds that the steps after `images` take, if the level of that moment trains at `images_per_second` and
/// the others at rates in inverse proportion to what a face costs there. 0 once the run has finished.
double training_seconds_left(const TrainConfiguration& configuration, std::int64_t images,
                             double images_per_second);

}  // namespace progan
