// The first layer's weight, kept apart from the generator: the latent's directions are read from it
// (core/axes/sefa.h).
#pragma once

#include <memory>
#include <vector>

#include "core/model/model_file.h"

namespace progan {

/// Row o, column l: how much of latent component l goes into output o. The order of the outputs is the
/// file's.
struct FirstLayerWeight {
    int outputs = 0;  ///< C * 16
    int latent = 0;
    std::vector<float> values;  ///< [outputs][latent]
};

/// A copy from a model whose tensors are still there, whichever of the three layouts it has. Null if they are
/// not, or if it has more than 2^26 numbers (256 MiB), which no Progressive GAN comes near.
std::shared_ptr<const FirstLayerWeight> first_layer_weight(const Model& model);

}  // namespace progan
