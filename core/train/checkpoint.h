// A complete training run on disk: a safetensors file with both networks, the moving average, the optimizers'
// moments and, in its metadata, the configuration and position. Random numbers need no state, because they
// follow from the seed and the step.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "core/torch/abi/configuration.h"
#include "core/train/augment_state.h"
#include "core/train/torch_trainer.h"

namespace progan {

/// The snapshot of the largest size so far that is nearest to the held-back pictures.
struct BestSnapshot {
    std::int64_t images = 0;
    int level = 0;
    double distance = 0;  ///< see RunMeasure
};

struct TrainingCheckpoint {
    TrainConfiguration configuration;
    std::string data;  ///< the folder of pictures
    std::int64_t steps = 0, images = 0;
    TrainerState state;
    AugmentState augment;
    std::optional<BestSnapshot> best = {};
};

/// Atomic: after a kill, either the previous or the new file is complete. Throws Error naming the file.
void write_training_checkpoint(const std::filesystem::path& file, const TrainingCheckpoint& checkpoint);

/// Throws Error naming the file and what is wrong with it, also if a value is NaN or infinite.
TrainingCheckpoint read_training_checkpoint(const std::filesystem::path& file);

/// Whether the file is the checkpoint of a training run. False if it cannot be opened.
bool is_training_checkpoint(const std::filesystem::path& file);

}  // namespace progan
