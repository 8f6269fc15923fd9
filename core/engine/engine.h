// The thread boundary: a worker thread that owns the backend and every generator. The window submits requests
// and drains events; nothing here blocks the caller but the destructor.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/engine/job.h"
#include "core/latent/latent.h"
#include "core/model/backend.h"
#include "core/model/first_layer.h"
#include "core/support/progress.h"

namespace progan {

/// One mailbox slot each; within a slot the newest request wins.
enum class Purpose {
    main_view,   ///< the face under the hand; goes before everything
    pair,        ///< two faces that are compared
    thumbnails,  ///< small sets: end points of an interpolation, filmstrips
    levels,      ///< the face under the hand at the levels below
    baking,      ///< frames of a journey ahead of time: when nothing else is to do, and a little beside jobs
};
inline constexpr int kPurposeCount = 5;

/// Faces to make. Equality tells whether anything would look different.
struct RenderRequest {
    std::vector<Latent> latents;  ///< one for the main view
    int level = 0;
    double alpha = 1;

    bool operator==(const RenderRequest&) const = default;
};

/// What a model is, without its weights: for panels and commands.
struct ModelInfo {
    ModelSpec spec;
    std::string sha256;
    std::string path;
    std::size_t file_bytes = 0;
    std::int64_t parameter_count = 0;
    std::vector<OriginFact> origin;  ///< of a checkpoint of another code base: what was found and decided
    std::shared_ptr<const FirstLayerWeight> first_layer = {};  ///< may be null
};

struct BackendReady {  ///< the torch library is loaded
    std::string version;
    std::vector<Device> devices;
};
struct ModelProgress {  ///< a large model is being read
    std::uint64_t id = 0;
    std::int64_t done = 0, total = 0;
};
struct ModelCancelled {
    std::uint64_t id = 0;
};
struct ModelReady {
    std::uint64_t epoch = 0;  ///< frames from now on carry it
    ModelInfo model;
    std::string device;
    std::string arithmetic;  ///< Generator::arithmetic()
    std::string note;        ///< empty, or a sentence: a GPU was wished for and the CPU was taken
};
struct DeviceLost {  ///< the model's device failed in the middle of a session; another goes on with its work
    std::string device;  ///< the one that took over
    std::string arithmetic;
    std::string note;
};
struct FrameReady {
    std::uint64_t request_id = 0;
    std::uint64_t epoch = 0;
    Purpose purpose = Purpose::main_view;
    std::size_t index = 0;  ///< which of the request's latents
    int level = 0;          ///< the request's
    /// The picture is a coarser one of the same face, because the whole takes too long to follow the hand.
    /// The whole follows when no other request comes for a moment.
    bool preview = false;
    Image image;
    double generator_ms = 0;
};
struct PreviewFitting {  ///< a slow model's previews are being prepared, in idle moments
    int done = 0, total = 1;
};
/// Something failed; what was there before goes on working.
struct Failure {
    enum class What { backend, model, render, job, task } what = What::render;
    std::uint64_t id = 0;  ///< of the request, model load, job or task
    std::string message;
};
struct JobReport {
    std::uint64_t id = 0;
    enum class State { running, finished, cancelled } state = State::running;
    JobProgress progress;
    std::string text;                      ///< title while running, result when finished
    std::shared_ptr<const Image> picture;  ///< Job::picture()
};
struct TaskDone {
    std::uint64_t id = 0;
};
using Event = std::variant<BackendReady, ModelProgress, ModelCancelled, ModelReady, DeviceLost, FrameReady,
                           PreviewFitting, Failure, JobReport, TaskDone>;

enum class JobRank {
    in_turn,     ///< somebody waits for the result
    background,  ///< it is good to have
};

struct EngineOptions {
    /// Called once on the worker thread. May take seconds; may throw Error.
    std::function<std::unique_ptr<Backend>()> open_backend;
    /// Reads a model file, on the worker thread; progress is where it can be cancelled.
    std::function<Model(const std::string& path, const ProgressReport& progress)> load_model;
    /// Where the previews' heads of slow models are kept (core/model/preview/preview_heads.h). Empty:
    /// nowhere.
    std::filesystem::path preview_folder;
    /// Called on the worker thread after events were queued. Must not block or call the engine.
    std::function<void()> wake;
};

class Engine {
  public:
    explicit Engine(EngineOptions options);
    /// Stops, wakes and joins: a running slice finishes, jobs are destroyed unfinished, queued tasks are run
    /// (they save).
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Loads a model file onto a device (an id or "auto", "cuda"); newest wins. The old model serves until
    /// the new one is ready. Returns the epoch that its ModelReady, or the id that its Failure, will carry.
    std::uint64_t open_model(std::string path, std::string device);
    /// Stops that load at its next report of progress, if it is still waiting or under way: ModelCancelled.
    void cancel_model(std::uint64_t id);

    /// Replaces the slot's waiting request. One that already runs finishes, but if a preview of it has been
    /// shown, only so long as nothing newer waits. Returns the request id, ascending.
    std::uint64_t submit(Purpose purpose, RenderRequest request);
    /// Takes the slot's waiting request back, because what would answer it is there already. Returns an id as
    /// if that were a request's: frames with smaller ones are older.
    std::uint64_t supersede(Purpose purpose);

    /// Queues a job; jobs run one after another. `make` is called on the worker with the model's generator
    /// and builds it. A background job goes on beside those in turn: with one slice for some of theirs;
    /// several of them take turns.
    using MakeJob = std::function<std::unique_ptr<Job>(std::shared_ptr<Generator>)>;
    std::uint64_t start_job(MakeJob make, JobRank rank = JobRank::in_turn);
    /// Takes effect at the next slice; a finished or unknown job is ignored.
    void cancel_job(std::uint64_t id);

    /// Runs small file work (saving) on the worker, in order, before jobs. Exceptions become Failure.
    std::uint64_t run_task(std::function<void()> task);

    /// All events since the last call, in order. The window calls this in one place, once a frame.
    std::vector<Event> poll();

    /// The frame of that request, taken out of the events, if it is there within `patience`. For a generator
    /// that is faster than a frame of the window: its face is then in the very frame that asked for it.
    std::optional<FrameReady> wait_for_frame(std::uint64_t request_id, std::chrono::microseconds patience);

  private:
    class Worker;
    std::unique_ptr<Worker> worker_;
};

}  // namespace progan
