#include "core/model/first_layer.h"

#include <algorithm>

namespace progan {
namespace {

constexpr std::size_t kMaxValues = std::size_t{1} << 26;

}  // namespace

std::shared_ptr<const FirstLayerWeight> first_layer_weight(const Model& model) {
    const auto tensor =
        std::find_if(model.tensors.begin(), model.tensors.end(),
                     [](const WeightTensor& candidate) { return candidate.name == "levels.0.first.weight"; });
    if (tensor == model.tensors.end() || model.spec.channels.empty() || model.spec.latent_size < 1)
        return nullptr;
    const auto channels = static_cast<std::size_t>(model.spec.channels[0]);
    const auto latent = static_cast<std::size_t>(model.spec.latent_size), outputs = channels * 16;
    if (tensor->values.size() != outputs * latent || tensor->values.size() > kMaxValues) return nullptr;
    auto result = std::make_shared<FirstLayerWeight>();
    result->outputs = static_cast<int>(outputs);
    result->latent = model.spec.latent_size;
    if (model.spec.first_layer == FirstLayer::linear) {
        result->values = tensor->values;
        return result;
    }
    result->values.resize(outputs * latent);
    const bool latent_first = model.spec.first_layer == FirstLayer::conv_transpose;  // [latent, C, 4, 4]
    for (std::size_t o = 0; o < outputs; ++o)
        for (std::size_t l = 0; l < latent; ++l) {
            const std::size_t from =
                latent_first ? l * outputs + o : (o / 16 * latent + l) * 16 + o % 16;  // [C, latent, 4, 4]
            result->values[o * latent + l] = tensor->values[from];
        }
    return result;
}

}  // namespace progan
