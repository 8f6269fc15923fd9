// What the record dialog shows, and what is recorded while exploring. Plain values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/record/recorder.h"
#include "core/support/clock.h"

namespace progan {

class KeptFields;

struct RecordSettings {
    AnimationFormat format = AnimationFormat::gif;
    int size = 256;   ///< pixels per side
    double fps = 25;  ///< of a take; a journey has its own
    bool smooth = true;
    std::string folder;  ///< empty: the pictures folder
    int loops = 0;       ///< RecorderOptions::loops
    Dithering dithering = Dithering::diffusion;
    int pictures = 12, columns = 4;  ///< of a contact sheet

    bool operator==(const RecordSettings&) const = default;
};

/// A take on disk (core/documents/session_recording.h).
struct KnownTake {
    std::filesystem::path path;
    double seconds = 0;
};

struct RecordingState {
    std::filesystem::path take;             ///< what is made into an animation; empty: the journey
    std::vector<KnownTake> takes;           ///< newest first
    std::string name;                       ///< of the file, without extension; empty: one that says the time
    std::optional<double> estimated_bytes;  ///< of the result, once it is known
    bool estimating = false;
    std::string takes_problem;  ///< why a take cannot be used, or empty

    // "Record session":
    bool taking = false;
    Time took_from;
    std::int64_t samples = 0;
    std::uint64_t picture_of = 0;  ///< the job whose frame is kept as the thumbnail "recording"; 0: none
};

/// What the session keeps of it.
void keep(KeptFields& fields, RecordSettings& record);

}  // namespace progan
