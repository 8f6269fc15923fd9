// A discriminator on disk: a safetensors file with the tensors "discriminator.*" of a training state, in the
// parameters of the equalized learning rate (unit variance), for levels 0 to the one it has come to. Plain
// functions; any thread.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "core/model/model_file.h"
#include "core/train/torch_trainer.h"

namespace progan {

/// What the names of its tensors begin with.
inline constexpr std::string_view kDiscriminatorPrefix = "discriminator.";

/// A discriminator as it was read.
struct DiscriminatorFile {
    int level = 0;
    std::vector<WeightTensor> tensors;
};

/// Throws Error if the file cannot be written.
void write_discriminator(const std::filesystem::path& file, const TrainerState& state, int level);
/// Throws Error naming the file and what is wrong with it.
DiscriminatorFile read_discriminator(const std::filesystem::path& file);

/// 3 of "discriminator.levels.3.conv1.weight"; 0 of another name.
int level_of_tensor(std::string_view name);

}  // namespace progan
