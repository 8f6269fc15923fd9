// Starting a run from weights that another run left: its model and, where it was kept, its discriminator.
#pragma once

#include <filesystem>
#include <vector>

#include "core/model/model_file.h"
#include "core/torch/abi/configuration.h"
#include "core/train/torch_trainer.h"

namespace progan {

struct InitialWeights {
    std::filesystem::path model;          ///< a model file that `progan train` wrote
    std::filesystem::path discriminator;  ///< a discriminator file; empty: it starts at random
};

/// Throws Error naming the file if it is not from `progan train`, has a weight that is not finite, has other
/// channels or another latent size than `configuration`, or if the discriminator ends below the model's
/// level.
void check_initial_weights(const InitialWeights& initial, const TrainConfiguration& configuration);

/// Replaces the generator's weights and their moving average in `state`, and the discriminator's if there is
/// a file. Levels above the model's stay as they are. Returns the model's last level. Throws Error as
/// check_initial_weights() does, and for a tensor of another shape.
int put_initial_weights(const InitialWeights& initial, const TrainConfiguration& configuration,
                        TrainerState& state);

/// A discriminator on disk: a safetensors file with the tensors "discriminator.*" of a training state, in
/// the parameters of the equalized learning rate (unit variance), for levels 0 to `level`.
void write_discriminator(const std::filesystem::path& file, const TrainerState& state, int level);
struct DiscriminatorFile {
    int level = 0;
    std::vector<WeightTensor> tensors;
};
/// Throws Error naming the file and what is wrong with it.
DiscriminatorFile read_discriminator(const std::filesystem::path& file);

}  // namespace progan
