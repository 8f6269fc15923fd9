// Follows a run's events.jsonl as it grows, for whoever watches the run: the window.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/train/trouble.h"

namespace progan {

/// Losses are means over the preceding seconds.
struct RunPoint {
    std::int64_t images = 0;
    int level = 0;
    bool fading = false;
    double alpha = 1;
    double generator_loss = 0, discriminator_loss = 0;
    double images_per_second = 0;
    double augment_probability = 0;
    double seconds_left = 0;  ///< about; 0 of runs of earlier versions
};

struct RunSnapshot {
    std::int64_t images = 0;
    int level = 0;
    double alpha = 1;
    std::filesystem::path model;          ///< for the explorer
    std::filesystem::path sheet;          ///< the same faces in every snapshot, kSheetColumns per row
    std::optional<double> distance = {};  ///< from the held-back pictures, see RunMeasure
    std::vector<Trouble> troubles = {};
};

/// The pictures that a run trains on, and those that it does not.
struct RunPictures {
    std::int64_t used = 0;
    std::int64_t held_back = 0;                  ///< of these: not trained on, but compared with
    std::int64_t enlarged = 0, transparent = 0;  ///< of these: smaller than the resolution; laid onto white
    std::int64_t unreadable = 0;                 ///< named in the run's skipped.txt
    std::vector<std::string> left_out;           ///< phrases (core/train/picture_folder.h)
};

/// After divergence: from a checkpoint with half the learning rate.
struct RunRetry {
    std::int64_t diverged_after = 0, from = 0;  ///< images
};

/// From fewer, a network learns the pictures themselves rather than what they have in common.
inline constexpr std::int64_t kFewPictures = 200;

struct RunLog {
    std::string name;  ///< of the model; may be empty
    std::int64_t total = 0;
    int resolution = 0;  ///< once fully grown
    RunPictures pictures;
    std::vector<RunPoint> points;
    std::vector<RunSnapshot> snapshots;
    /// Of the largest size with a distance, the one with the smallest: an index.
    std::optional<std::size_t> best;
    std::optional<RunRetry> retry;  ///< the last one
    bool diverged = false;          ///< and ended
    bool finished = false;
};

inline constexpr int kSheetFaces = 32, kSheetColumns = 8;
inline constexpr const char* kSampleFolder = "samples";  ///< of a run: its sheets

/// Whether a training run writes, or has written, to the folder: judged by its log or its checkpoint.
bool is_run_folder(const std::filesystem::path& folder);

class RunFollower {
  public:
    explicit RunFollower(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Reads what has been added, or everything again if the file was replaced (the run was resumed). Returns
    /// whether the log changed. Throws Error if there is no such run. Ignores lines that are incomplete or
    /// not understood.
    bool refresh();
    const RunLog& log() const { return log_; }
    const std::filesystem::path& folder() const { return folder_; }

  private:
    void take(const std::string& text);

    std::filesystem::path folder_;
    RunLog log_;
    std::uintmax_t read_ = 0;  ///< bytes
    std::uint64_t file_number_ = 0;
};

}  // namespace progan
