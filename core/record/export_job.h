// Recording as an engine job: one frame per slice, encoded on a separate thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/documents/session_recording.h"
#include "core/engine/job.h"
#include "core/latent/journey/journey.h"
#include "core/model/backend.h"
#include "core/record/growth_film.h"
#include "core/record/recorder.h"

namespace progan {

/// A journey. The file contains the journey, unless recorder.journey provides another.
struct ExportOptions {
    Journey journey;
    RecorderOptions recorder;
    int level = 0;  ///< of the pictures; see Generator::generate
    double alpha = 1;
    int pictures = 12;  ///< frames of a contact sheet, evenly spaced from the first to the last
    /// Only these of all that would be recorded, counted from 0, both included, as they are in the whole
    /// animation; files of a PNG sequence keep their numbers.
    std::optional<FrameRange> frames = {};
    /// That of the journey's sound, whose frames are then recorded (core/latent/journey/sound_drive.h); a
    /// video also has the sound itself. Empty: the journey alone, as if it followed none.
    std::vector<float> sound_curve = {};
};

/// The growth of a face. All frames have the size of the last; lower levels show their pixels.
struct GrowthExportOptions {
    Latent latent;
    ChannelEdits edits = {};
    GrowthFilm film;
    RecorderOptions recorder;
    int pictures = 12;
};

/// A session recording, at recorder.fps. The file contains it as a journey with one keyframe per frame,
/// unless that would be too long (hundreds of seconds).
struct SessionExportOptions {
    std::shared_ptr<const SessionRecording> take;
    RecorderOptions recorder;
    int level = 0;
    double alpha = 1;
    int pictures = 12;
    std::optional<FrameRange> frames = {};  ///< as for a journey
};

/// The job keeps its generator, whatever model is opened meanwhile. Frame i is generate(journey_latent(i)),
/// or the latent at age_at(i), or at i / fps seconds of the recording. Progress counts frames; then slices
/// follow that finish the file. A slice waits at most a few milliseconds for the encoder.
std::unique_ptr<Job> make_export_job(std::shared_ptr<Generator> generator, ExportOptions options);
std::unique_ptr<Job> make_export_job(std::shared_ptr<Generator> generator, GrowthExportOptions options);
std::unique_ptr<Job> make_export_job(std::shared_ptr<Generator> generator, SessionExportOptions options);

/// Estimates the size of the file with the same options, in bytes, by encoding some pieces of it into a
/// temporary folder.
std::unique_ptr<JobOf<std::int64_t>> make_estimate_job(std::shared_ptr<Generator> generator,
                                                       ExportOptions options);
std::unique_ptr<JobOf<std::int64_t>> make_estimate_job(std::shared_ptr<Generator> generator,
                                                       SessionExportOptions options);

}  // namespace progan
