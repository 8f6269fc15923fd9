// The first layer apart from the generator, in one layout for all three: core/axes/sefa.h derives directions
// from it, core/export writes it into other programs' files.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "core/model/model_file.h"

namespace progan {

/// Where in the file's weight the weight of latent component `component` in channel `channel` of pixel
/// `pixel` (0 to 15, row by row) is.
std::size_t first_layer_index(const ModelSpec& spec, int component, int channel, int pixel);

/// Row o, column l: the weight of latent component l in output o = 16 * channel + pixel.
struct FirstLayerWeight {
    int outputs = 0;  ///< C * 16
    int latent = 0;
    std::vector<float> values;  ///< [outputs][latent]
};

/// A copy from a model that still has its tensors, in any of the three layouts. Null if it does not, or if
/// the weight has more than 2^26 numbers (256 MiB), far more than any Progressive GAN.
std::shared_ptr<const FirstLayerWeight> first_layer_weight(const Model& model);

/// The bias of each output, of a model that has one per channel, too. Throws Error if it has no tensors.
std::vector<float> first_layer_bias(const Model& model);

}  // namespace progan
