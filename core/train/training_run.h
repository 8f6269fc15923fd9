// A training run and its folder:
//   checkpoint.safetensors   all that --resume goes on from
//   model.safetensors        the generator as it is now, for the explorer
//   events.jsonl             one JSON object a line: start, resume, progress, phase, snapshot, finish
//   snapshots/, samples/     models and sheets of the same faces at many ages, named by images seen
//   pictures.cache           the data set, decoded
//   skipped.txt              the pictures that could not be read
//   lock                     held by the process that trains
// Owned and used by one thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/train/checkpoint.h"
#include "core/train/peers.h"
#include "core/train/picture_cache.h"
#include "core/train/run_lock.h"
#include "core/train/schedule.h"
#include "core/train/torch_trainer.h"

namespace progan {

struct TrainingProgress {
    Position position;
    std::int64_t images = 0, total = 0;
    Losses losses;                 ///< means of the last moments
    double images_per_second = 0;  ///< lately
};
/// Called after every step; a cancellation point.
using TrainingReport = std::function<void(const TrainingProgress&)>;

struct TrainingPlaces {
    std::filesystem::path data, out;
    std::filesystem::path library;  ///< with LibTorch: find_torch_library()
    std::string device = "cpu";
    /// Set: this process is one of several, which share `out`. Only rank 0 writes to it.
    std::optional<Peers> peers;

    bool writes() const { return !peers || peers->rank == 0; }
};

class TrainingRun {
  public:
    /// A new run. Throws Error, also if `out` already holds one.
    TrainingRun(const TrainConfiguration& configuration, TrainingPlaces places,
                const ProgressReport& decoding = {});

    /// Goes on with the run in places.out; places.data may be empty (the checkpoint's). `change` may alter
    /// what the run began with: images per phase, if the level it stands at stays the same, learning rates,
    /// and what the model is called. Throws Error naming another choice that it alters.
    static std::unique_ptr<TrainingRun> resume(const std::function<void(TrainConfiguration&)>& change,
                                               TrainingPlaces places, const ProgressReport& decoding = {});
    ~TrainingRun();
    TrainingRun(const TrainingRun&) = delete;
    TrainingRun& operator=(const TrainingRun&) = delete;

    const TrainConfiguration& configuration() const { return configuration_; }
    Position position() const { return position_after(configuration_, images_); }
    std::int64_t images() const { return images_; }
    const PictureCache::Built& pictures() const { return pictures_; }
    std::size_t picture_count() const { return cache_->size(); }

    /// To the end. What `report` throws ends it after a checkpoint was written. Throws Error if a loss is not
    /// a number or nothing can be written: the last checkpoint stands.
    void run(const TrainingReport& report);
    /// One step; false when the run is finished. For who paces it (the window).
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
    void note_progress(const Losses& losses, const Position& position);
    void snapshot();
    void write_event(const std::string& json);
    void drop_events_after(std::int64_t images);

    TrainConfiguration configuration_;
    TrainingPlaces places_;
    std::unique_ptr<RunLock> lock_;
    PictureCache::Built pictures_;
    std::unique_ptr<PictureCache> cache_;
    std::unique_ptr<DrawOrder> order_;
    std::unique_ptr<TorchTrainer> trainer_;
    std::int64_t steps_ = 0, images_ = 0;

    using Clock = std::chrono::steady_clock;
    TrainingProgress progress_;
    Losses sums_;
    std::int64_t images_at_sum_ = 0, steps_in_sum_ = 0;
    Clock::time_point summing_since_ = Clock::now(), saved_ = Clock::now();
    std::vector<std::uint8_t> batch_;
};

/// How many snapshots a whole run leaves behind, about.
inline constexpr int kSnapshots = 40;

}  // namespace progan
