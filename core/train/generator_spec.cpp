#include "core/train/generator_spec.h"

#include <cstddef>

namespace progan {

ModelSpec generator_spec(const TrainConfiguration& configuration, int level) {
    ModelSpec spec;
    spec.latent_size = configuration.latent_size;
    spec.channels = channels_of(configuration);
    spec.channels.resize(static_cast<std::size_t>(level) + 1);
    for (int i = 0; i <= level; ++i) spec.to_rgb_levels.push_back(i);
    spec.last_level = level;
    spec.name = configuration.name;
    spec.data_set = configuration.data_set;
    spec.licence = configuration.licence;
    spec.credit = configuration.credit;
    return spec;
}

}  // namespace progan
