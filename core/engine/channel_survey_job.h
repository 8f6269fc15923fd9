// A job that looks at the channels of a level over many faces. Runs on the engine's worker.
#pragma once

#include <memory>

#include "core/engine/job.h"
#include "core/model/channel_maps.h"

namespace progan {

/// Faces of seeds 0, 1, ... (NumPy's), one per step, as the model has learned them. Throws Error on a device
/// without features, or for a level that the model does not have.
std::unique_ptr<JobOf<ChannelSurvey>> make_channel_survey_job(std::shared_ptr<Generator> generator, int level,
                                                              int faces);

}  // namespace progan
