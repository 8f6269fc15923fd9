// How much memory a training run cannot do without.
#pragma once

#include <cstdint>

#include "core/torch/abi/configuration.h"

namespace progan {

/// Bytes of float32 that last from step to step: the generator's weights, their gradients, Adam's two moments
/// and the moving average, and all but the average of the discriminator's. What one step computes comes on
/// top.
std::int64_t least_training_bytes(const TrainConfiguration& configuration);

}  // namespace progan
