// A training run and its folder:
//   checkpoint.safetensors   everything that --resume continues from
//   model.safetensors        the current generator, for the explorer
//   best.safetensors         that of the best snapshot, if pictures are held back
//   events.jsonl             one JSON object per line: start, resume, progress, phase, snapshot, diverged,
//                            retry, finish
//   discriminator.safetensors its discriminator: another run can start from the two
//   snapshots/, samples/     models and sheets of the same faces, named by the number of images seen
//   pictures.cache           the decoded data set
//   skipped.txt              the pictures that could not be read
//   lock                     held by the process that trains
// Owned and used by one thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/support/error.h"
#include "core/train/augment_state.h"
#include "core/train/checkpoint.h"
#include "core/train/initial_weights.h"
#include "core/train/picture_cache.h"
#include "core/train/process_group_config.h"
#include "core/train/run_lock.h"
#include "core/train/run_measure.h"
#include "core/train/schedule.h"
#include "core/train/torch_trainer.h"
#include "core/train/trouble.h"

namespace progan {

struct TrainingProgress {
    SchedulePoint position;
    std::int64_t images = 0, total = 0;
    Losses losses;                 ///< means over the last seconds
    double images_per_second = 0;  ///< over the last seconds
    double seconds_left = 0;       ///< about, for what is still to be trained
    double augment_probability = 0;
    std::vector<std::string> messages;  ///< of the last step: sentences about troubles and retries
};
/// Called after every step; a cancellation point.
using TrainingReport = std::function<void(const TrainingProgress&)>;

struct TrainingPlaces {
    std::filesystem::path data, out;
    std::filesystem::path library;  ///< with LibTorch: find_torch_library()
    std::string device = "cpu";
    /// Set if this process is one of several that share `out`; only rank 0 writes to it.
    std::optional<ProcessGroupConfig> process_group;

    bool writes() const { return !process_group || process_group->rank == 0; }
};

/// A loss, weight or moment that is no longer a finite number.
class Diverged : public Error {
  public:
    Diverged(const std::string& sentence, std::int64_t images_then, std::int64_t step_then)
        : Error(sentence), images(images_then), step(step_then) {}
    std::int64_t images, step;  ///< where it was noticed
};

class TrainingRun {
  public:
    /// Starts a new run; with `initial` where the model's last level has faded in. Throws Error, also if
    /// `out` already contains one.
    TrainingRun(TrainConfiguration configuration, TrainingPlaces places, const ProgressReport& decoding = {},
                const std::optional<InitialWeights>& initial = std::nullopt);

    /// Continues the run in places.out; places.data may be empty to use the checkpoint's. `change` may alter
    /// the number of images per phase, if the run stays at its level, learning rates, what happens on
    /// divergence, and the model's metadata. Throws Error naming any other choice that it alters.
    static std::unique_ptr<TrainingRun> resume(const std::function<void(TrainConfiguration&)>& change,
                                               TrainingPlaces places, const ProgressReport& decoding = {});
    ~TrainingRun();
    TrainingRun(const TrainingRun&) = delete;
    TrainingRun& operator=(const TrainingRun&) = delete;

    const TrainConfiguration& configuration() const { return configuration_; }
    SchedulePoint position() const { return schedule_point_after(configuration_, images_); }
    std::int64_t images() const { return images_; }
    const PictureCache::Built& pictures() const { return pictures_; }
    std::size_t picture_count() const { return cache_->size(); }
    const std::optional<BestSnapshot>& best() const { return best_; }

    /// Runs to the end. What `report` throws ends it after writing a checkpoint. Throws Error if a loss,
    /// weight or moment is NaN or infinite (for the sixth time, if it is to be retried), or the disk cannot
    /// be written; the last checkpoint stays intact.
    void run(const TrainingReport& report);
    /// One step; false when the run is finished. For callers that pace the run themselves.
    bool step();
    const TrainingProgress& progress() const { return progress_; }
    void save_checkpoint();

    const TorchTrainer& trainer() const { return *trainer_; }

  private:
    struct Restored {};
    TrainingRun(Restored, TrainingCheckpoint checkpoint, TrainingPlaces places,
                const ProgressReport& decoding);

    void lock_folder();
    void open_trainer_and_pictures(const ProgressReport& decoding);
    void decode_pictures(const ProgressReport& decoding);
    void split_pictures();
    void start_from(const LoadedWeights& weights);
    void note_progress(const Losses& losses, const SchedulePoint& position);
    void tell_pictures(nlohmann::ordered_json& event) const;
    void snapshot();
    void tell_measure(nlohmann::ordered_json& line, const SchedulePoint& position, const Model& model);
    std::vector<Trouble> confirmed(const std::vector<Trouble>& seen);
    void save_what_is_due(const SchedulePoint& before, const SchedulePoint& next, bool snapshot_due);
    void retry(const Diverged& divergence);
    bool step_or_retry();
    /// What a checkpoint or snapshot is made of. Throws Error if a weight or moment is NaN or infinite.
    TrainerState finite_state() const;
    Diverged diverged(const std::string& what) const;
    void write_event(const std::string& json);
    void drop_events_after(std::int64_t images) const;

    TrainConfiguration configuration_;
    TrainingPlaces places_;
    std::unique_ptr<RunLock> lock_;
    PictureCache::Built pictures_;
    std::unique_ptr<PictureCache> cache_;
    std::unique_ptr<EpochSampler> order_;
    PictureSplit split_;
    std::unique_ptr<RunMeter> meter_;
    std::unique_ptr<TorchTrainer> trainer_;
    std::int64_t steps_ = 0, images_ = 0;
    AugmentState augment_;
    std::optional<BestSnapshot> best_;
    std::vector<Trouble> seen_troubles_, troubles_;  ///< at the last measurement; at the last two
    int retries_ = 0;

    using Clock = std::chrono::steady_clock;
    TrainingProgress progress_;
    Losses sums_;
    std::int64_t images_at_sum_ = 0, steps_in_sum_ = 0, images_at_checkpoint_ = 0;
    Clock::time_point summing_since_ = Clock::now(), saved_ = Clock::now();
    Clock::duration saving_{};  ///< of that time: for snapshots, their measurements and checkpoints
    std::vector<std::uint8_t> batch_;
};

/// Approximate number of snapshots of a whole run.
inline constexpr int kSnapshots = 40;

}  // namespace progan
