// Recording as an engine job: one frame a slice.
#pragma once

#include <memory>

#include "core/engine/job.h"
#include "core/latent/journey.h"
#include "core/model/backend.h"
#include "core/model/growth.h"
#include "core/record/recorder.h"

namespace progan {

/// From face to face.
struct ExportOptions {
    Journey journey;
    RecorderOptions recorder;
    int level = 0;  ///< of the pictures; see Generator::generate
    double alpha = 1;
};

/// One face growing up. All frames have the size of the last; lower levels show their pixels.
struct GrowthExportOptions {
    Latent latent;
    GrowthFilm film;
    RecorderOptions recorder;
};

/// The job keeps the generator it started with, whatever model is opened meanwhile. Frame i is
/// generate(journey_latent(i)), or the latent at age_at(i). After the last frame come slices that finish the
/// file, together one unit of the progress.
std::unique_ptr<Job> make_export_job(std::shared_ptr<Generator> generator, ExportOptions options);
std::unique_ptr<Job> make_export_job(std::shared_ptr<Generator> generator, GrowthExportOptions options);

}  // namespace progan
