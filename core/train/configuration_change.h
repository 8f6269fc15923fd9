// What of a run's configuration may change, and when: before it starts and when it is resumed. Pure.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "core/train/checkpoint.h"
#include "core/train/process_group_config.h"

namespace progan {

/// Throws Error unless every process works on whole groups of the minibatch standard deviation.
void check_sharing(const TrainConfiguration& configuration,
                   const std::optional<ProcessGroupConfig>& process_group);

/// What people have typed goes into JSON, which holds UTF-8 alone.
void make_printable(TrainConfiguration& configuration);

/// The checkpoint's configuration after `change`. Throws Error if what differs cannot change during the run
/// in `folder`, or not any more where the run is.
TrainConfiguration changed_configuration(const TrainingCheckpoint& checkpoint,
                                         const std::function<void(TrainConfiguration&)>& change,
                                         const std::filesystem::path& folder);

}  // namespace progan
