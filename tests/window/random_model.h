// Models with weights by chance: as slow as real ones, and no one's.
#pragma once

#include <cmath>
#include <random>

#include "core/model/model_file.h"

namespace progan::test {

inline Model random_model(ModelSpec spec) {
    Model model;
    model.spec = std::move(spec);
    std::mt19937 random(1);
    for (const TensorShape& shape : required_tensors(model.spec)) {
        std::size_t count = 1;
        for (const std::int64_t size : shape.shape) count *= static_cast<std::size_t>(size);
        const double inputs = static_cast<double>(count) / static_cast<double>(shape.shape[0]);
        std::normal_distribution<float> normal(0, static_cast<float>(std::sqrt(2 / inputs)));
        WeightTensor tensor{shape.name, shape.shape, std::vector<float>(count)};
        for (float& value : tensor.values) value = normal(random);
        model.tensors.push_back(std::move(tensor));
    }
    return model;
}

/// Of another size than the default, and slow enough that a recording lasts for a while.
inline Model other_model(int latent_size) {
    ModelSpec spec;
    spec.latent_size = latent_size;
    spec.channels = {96, 96, 96, 64, 32, 16, 16};
    spec.to_rgb_levels = {0, 1, 2, 3, 4, 5, 6};
    spec.last_level = 6;
    spec.name = "Other";
    return random_model(std::move(spec));
}

}  // namespace progan::test
