// Recording a journey as an engine job: one frame a slice.
#pragma once

#include <memory>

#include "core/engine/job.h"
#include "core/latent/journey.h"
#include "core/model/backend.h"
#include "core/record/recorder.h"

namespace progan {

struct ExportOptions {
    Journey journey;
    RecorderOptions recorder;
    int level = 0;  ///< of the pictures; see Generator::generate
    double alpha = 1;
};

/// The job keeps the generator it started with, whatever model is opened meanwhile. Frame i is
/// generate(journey_latent(i)). After the last frame come slices that finish the
/// file, together one unit of the progress.
std::unique_ptr<Job> make_export_job(std::shared_ptr<Generator> generator, ExportOptions options);

}  // namespace progan
