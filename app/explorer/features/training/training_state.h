// A training run to begin, and the one that is followed. Plain values.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/train/run_log.h"

namespace progan {

class KeptFields;

/// A training run to begin.
struct TrainingForm {
    std::string data, out, name;  ///< out, name: empty for what default_run_folder() and the data's name say
    int resolution = 64;
    int images_per_phase = 40000;
};

/// A training run that is looked at.
struct TrainingState {
    TrainingForm form;
    std::string folder;                 ///< empty: the form is shown
    std::string own_run;                ///< folder where this window has begun a training that is under way
    std::string typed_folder;           ///< of a run to follow
    std::shared_ptr<const RunLog> log;  ///< null until the folder was read
    bool starting = false;              ///< the pictures are being read
    bool running = false, paused = false, stopping = false;
    int process = 0;      ///< that trains there, if it can be paused from here
    std::string machine;  ///< where it runs
    std::string problem;  ///< a sentence, or empty
    /// The part that trains (LibTorch): scripts/complete installs and builds it after the window is open.
    enum class Machinery { ready, being_built, missing } machinery = Machinery::ready;
    double smoothing = 0.8;               ///< of the curves, 0..1
    std::optional<std::size_t> snapshot;  ///< index; nothing: the newest
    std::optional<int> face;              ///< of the sheet, seen alone
};

/// What the session keeps of it.
void keep(KeptFields& fields, TrainingState& training);

}  // namespace progan
