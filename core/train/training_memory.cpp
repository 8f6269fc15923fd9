#include "core/train/training_memory.h"

#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "core/model/spec.h"
#include "core/torch/abi/discriminator_layers.h"
#include "core/train/generator_spec.h"

namespace progan {
namespace {

constexpr std::int64_t kPerWeight = 4;  // itself, its gradient and Adam's two moments

std::int64_t product(const std::vector<std::int64_t>& shape) {
    return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

std::int64_t generator_weights(const TrainConfiguration& configuration) {
    const ModelSpec spec = generator_spec(configuration, level_count(configuration) - 1);
    std::int64_t count = 0;
    for (const TensorShape& tensor : required_tensors(spec)) count += product(tensor.shape);
    return count;
}

std::int64_t discriminator_weights(const TrainConfiguration& configuration) {
    std::int64_t count = 0;
    for_each_discriminator_layer(discriminator_channels_of(configuration),
                                 [&](int, const std::string&, const std::vector<std::int64_t>& shape) {
                                     count += product(shape) + shape.front();  // and its bias
                                 });
    return count;
}

}  // namespace

std::int64_t least_training_bytes(const TrainConfiguration& configuration) {
    const std::int64_t floats = (kPerWeight + 1) * generator_weights(configuration) +
                                kPerWeight * discriminator_weights(configuration);
    return floats * static_cast<std::int64_t>(sizeof(float));
}

}  // namespace progan
