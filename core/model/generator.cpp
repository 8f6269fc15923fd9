#include "core/model/generator.h"

#include "core/support/error.h"

namespace progan {

void check_request(const ModelSpec& spec, std::size_t latent_size, int level) {
    if (latent_size != static_cast<std::size_t>(spec.latent_size))
        throw Error("The latent has {} components, but the model takes {}.", latent_size, spec.latent_size);
    if (level < 0 || level >= level_count(spec))
        throw Error("The model has levels 0 to {}, but not {}.", level_count(spec) - 1, level);
}

}  // namespace progan
