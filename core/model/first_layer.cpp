#include "core/model/first_layer.h"

#include <algorithm>

#include "core/model/model_tensors.h"

namespace progan {
namespace {

constexpr std::size_t kMaxValues = std::size_t{1} << 26;

std::size_t size_of(int value) {
    return static_cast<std::size_t>(value);
}

}  // namespace

std::size_t first_layer_index(const ModelSpec& spec, int component, int channel, int pixel) {
    const std::size_t channels = size_of(spec.channels[0]), components = size_of(spec.latent_size);
    switch (spec.first_layer) {
        case FirstLayer::conv_transpose:  // [latent, C, 4, 4]
            return (size_of(component) * channels + size_of(channel)) * 16 + size_of(pixel);
        case FirstLayer::conv:  // [C, latent, 4, 4]; result (y, x) sees the only pixel through (3 - y, 3 - x)
            return (size_of(channel) * components + size_of(component)) * 16 + size_of(15 - pixel);
        case FirstLayer::linear:  // [C*16, latent]
            break;
    }
    return (size_of(channel) * 16 + size_of(pixel)) * components + size_of(component);
}

std::shared_ptr<const FirstLayerWeight> first_layer_weight(const Model& model) {
    const auto weight =
        std::find_if(model.tensors.begin(), model.tensors.end(),
                     [](const WeightTensor& candidate) { return candidate.name == "levels.0.first.weight"; });
    if (weight == model.tensors.end() || model.spec.channels.empty() || model.spec.latent_size < 1)
        return nullptr;
    const std::size_t latent = size_of(model.spec.latent_size),
                      outputs = size_of(model.spec.channels[0]) * 16;
    if (weight->values.size() != outputs * latent || weight->values.size() > kMaxValues) return nullptr;
    auto result = std::make_shared<FirstLayerWeight>();
    result->outputs = static_cast<int>(outputs);
    result->latent = model.spec.latent_size;
    result->values.resize(outputs * latent);
    for (int o = 0; o < result->outputs; ++o)
        for (int l = 0; l < result->latent; ++l)
            result->values[size_of(o) * latent + size_of(l)] =
                weight->values[first_layer_index(model.spec, l, o / 16, o % 16)];
    return result;
}

std::vector<float> first_layer_bias(const Model& model) {
    const std::vector<float>& bias = tensor(model, "levels.0.first.bias").values;
    const std::size_t outputs = size_of(model.spec.channels[0]) * 16;
    if (bias.size() == outputs) return bias;
    std::vector<float> result(outputs);
    for (std::size_t o = 0; o < outputs; ++o) result[o] = bias.at(o / 16);
    return result;
}

}  // namespace progan
