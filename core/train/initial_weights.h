// Starting a run from weights that another run left: its model and, where it was kept, its discriminator.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "core/model/model_file.h"
#include "core/torch/abi/configuration.h"
#include "core/train/discriminator_file.h"
#include "core/train/torch_trainer.h"

namespace progan {

struct InitialWeights {
    std::filesystem::path model;          ///< a model file that `progan train` wrote
    std::filesystem::path discriminator;  ///< a discriminator file; empty: it starts at random
};

/// What the files hold.
struct LoadedWeights {
    Model model;
    std::optional<DiscriminatorFile> discriminator;
    std::filesystem::path discriminator_file;
};

/// Throws Error naming the file if the model is not from `progan train`, has a weight that is not finite,
/// makes larger pictures than `configuration` or has other channels or another latent size, or if the
/// discriminator ends below the model's level.
LoadedWeights load_initial_weights(const InitialWeights& initial, const TrainConfiguration& configuration);

/// The channels of the discriminator's levels, for a run that asks for none: those of the file, and above its
/// levels the generator's. Empty, as in TrainConfiguration, if they are the generator's throughout.
std::vector<int> discriminator_channels_of(const LoadedWeights& loaded,
                                           const TrainConfiguration& configuration);

/// Replaces the generator's weights and their moving average in `state`, and the discriminator's if there is
/// one; of fewer channels, it is widened (widen_discriminator.h). Levels above the model's stay as they are.
/// Throws Error for a tensor of the discriminator that is missing, larger or of another kind.
void put_initial_weights(const LoadedWeights& loaded, TrainerState& state);

}  // namespace progan
