#include "core/model/generator.h"

#include "core/support/error.h"

namespace progan {

void check_request(const ModelSpec& spec, std::size_t latent_size, int level) {
    if (latent_size != static_cast<std::size_t>(spec.latent_size))
        throw Error("A latent of " + std::to_string(latent_size) +
                    " components was given to a model that takes " + std::to_string(spec.latent_size) + ".");
    if (level < 0 || level >= level_count(spec))
        throw Error("Level " + std::to_string(level) + " was asked for, but the model has levels 0 to " +
                    std::to_string(level_count(spec) - 1) + ".");
}

}  // namespace progan
