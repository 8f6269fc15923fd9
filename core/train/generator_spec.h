// What a training run's generator is.
#pragma once

#include "core/model/spec.h"
#include "core/torch/abi/configuration.h"

namespace progan {

/// Of the model that the run makes at a level, which has faded in.
ModelSpec generator_spec(const TrainConfiguration& configuration, int level);

}  // namespace progan
