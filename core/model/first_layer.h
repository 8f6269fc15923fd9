// The first layer's weight, kept apart from the generator: core/axes/sefa.h derives directions from it.
#pragma once

#include <memory>
#include <vector>

#include "core/model/model_file.h"

namespace progan {

/// Row o, column l: the weight of latent component l in output o. The outputs are in the file's order.
struct FirstLayerWeight {
    int outputs = 0;  ///< C * 16
    int latent = 0;
    std::vector<float> values;  ///< [outputs][latent]
};

/// A copy from a model that still has its tensors, in any of the three layouts. Null if it does not, or if
/// the weight has more than 2^26 numbers (256 MiB), far more than any Progressive GAN.
std::shared_ptr<const FirstLayerWeight> first_layer_weight(const Model& model);

}  // namespace progan
