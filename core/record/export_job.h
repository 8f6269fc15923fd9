// Recording as an engine job: one frame a slice, encoded on a thread of its own.
#pragma once

#include <cstdint>
#include <memory>

#include "core/documents/session_recording.h"
#include "core/engine/job.h"
#include "core/latent/journey.h"
#include "core/model/backend.h"
#include "core/model/growth.h"
#include "core/record/recorder.h"

namespace progan {

/// From face to face. The file carries the journey, unless recorder.journey says another.
struct ExportOptions {
    Journey journey;
    RecorderOptions recorder;
    int level = 0;  ///< of the pictures; see Generator::generate
    double alpha = 1;
    int pictures = 12;  ///< of a contact sheet: so many frames, evenly spread from the first to the last
};

/// One face growing up. All frames have the size of the last; lower levels show their pixels.
struct GrowthExportOptions {
    Latent latent;
    GrowthFilm film;
    RecorderOptions recorder;
    int pictures = 12;
};

/// What was explored, at recorder.fps. The file carries it as a journey with a keyframe a frame, unless that
/// would be too long (hundreds of seconds).
struct TakeExportOptions {
    std::shared_ptr<const Take> take;
    RecorderOptions recorder;
    int level = 0;
    double alpha = 1;
    int pictures = 12;
};

/// The job keeps the generator it started with, whatever model is opened meanwhile. Frame i is
/// generate(journey_latent(i)), or the latent at age_at(i), or at i / fps seconds of the take. Progress
/// counts frames that are made; then come slices that finish the file. A slice waits a few milliseconds at
/// most for the encoder.
std::unique_ptr<Job> make_export_job(std::shared_ptr<Generator> generator, ExportOptions options);
std::unique_ptr<Job> make_export_job(std::shared_ptr<Generator> generator, GrowthExportOptions options);
std::unique_ptr<Job> make_export_job(std::shared_ptr<Generator> generator, TakeExportOptions options);

/// Tells about how large the file of the same options would be, in bytes: encodes some pieces of it into a
/// temporary folder.
std::unique_ptr<JobOf<std::int64_t>> make_estimate_job(std::shared_ptr<Generator> generator,
                                                       ExportOptions options);
std::unique_ptr<JobOf<std::int64_t>> make_estimate_job(std::shared_ptr<Generator> generator,
                                                       TakeExportOptions options);

/// "3.2 MB", "640 KB".
std::string bytes_for_people(double bytes);

}  // namespace progan
