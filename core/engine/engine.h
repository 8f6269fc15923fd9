// The thread boundary: a worker thread that owns the backend and every generator. The window submits requests
// and drains what came of them; nothing here blocks the caller but the destructor. Two more threads, for
// what may take its time, are run_aside()'s.
//
// Work with a result takes closures, which are run at drain(), on the caller's thread, while the ticket is
// held:
//
//     class Axes {
//         void load(std::filesystem::path path) {
//             loading_ = engine_.run_task([path] { return load_axes(path); },  // on the worker, by values
//                                         [this](Result<AxisFile> file) {      // at the drain
//                                             file ? show(*file) : complain(file.error());
//                                         });
//         }
//         void find(DiscoverOptions options) {
//             if (finding_.pending()) return;
//             finding_ = engine_.start_job(
//                 [options](std::shared_ptr<Generator> generator) {  // on the worker
//                     return make_discover_job(std::move(generator), options);  // a JobOf<Discovered>
//                 },
//                 {.progress = [this](const JobReport& report) { show(report.progress, report.text); },
//                  .done = [this](Result<Discovered> found) { ... }},
//                 JobRank::background);
//         }
//         void other_model() { finding_.abandon(); }  // cancelled, and its end is not heard of
//         Ticket loading_, finding_;  // without them, `this` is not called any more
//     };
//
// Work without tickets, models and faces come out of the drain as events.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/engine/events.h"
#include "core/engine/requests.h"
#include "core/engine/result.h"
#include "core/engine/ticket.h"
#include "core/engine/typed_work.h"
#include "core/model/backend.h"
#include "core/support/progress.h"

namespace progan {

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

/// What a drain has done.
struct Drained {
    int events = 0;    ///< handed to `handle`
    int results = 0;   ///< `done` that were run
    int progress = 0;  ///< reports of progress that were passed on
};

class Aside;

class Engine {
  public:
    explicit Engine(EngineOptions options);
    /// Stops, wakes and joins: a running slice finishes, jobs are destroyed unfinished, queued tasks are run
    /// (they save). Callbacks are dropped unrun.
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
    /// A drag has just asked for another face of the main view. For a fifth of a second from now, nothing
    /// that can wait is begun, for the window needs the cores, too; jobs get their slices once they have
    /// waited long.
    void hand_moves();
    /// Takes the slot's waiting request back, because what would answer it is there already. Returns an id as
    /// if that were a request's: faces with smaller ones are older.
    std::uint64_t supersede(Purpose purpose);

    using MakeJob = progan::MakeJob;
    /// Queues a job; jobs run one after another. `make` is called on the worker with the model's generator
    /// and builds it. A background job continues beside those in turn, with one slice for some of theirs;
    /// several of them take turns. JobReport events, or a Failure, carry the id.
    std::uint64_t start_job(MakeJob make, JobRank rank = JobRank::in_turn);
    /// The same with callbacks in place of events: see JobCallbacks. `make` returns a pointer to a JobOf<T>
    /// for done(Result<T>), or to any Job for done(Result<std::string>) with its sentence.
    template <class Make>
    Ticket start_job(Make make, JobCallbacks<JobValue<Make>> callbacks, JobRank rank = JobRank::in_turn) {
        typed_work::JobParts parts = typed_work::job_parts(std::move(make), std::move(callbacks));
        return hold(start_job(std::move(parts.make), rank), std::move(parts.callbacks));
    }
    /// Takes effect at the next slice; a finished or unknown job is ignored.
    void cancel_job(std::uint64_t id);

    /// Runs small file work (saving) on the worker, in order, before jobs: TaskDone. Exceptions become
    /// Failure.
    std::uint64_t run_task(std::function<void()> task);
    /// The same for work of any result: done(Result<T>), where T is what `work` returns, gets it or the
    /// error. `work` is destroyed, on the worker, before `done` is run.
    template <class Function, class Done>
    Ticket run_task(Function work, Done done) {
        typed_work::TaskParts<> parts = typed_work::task_parts<>(std::move(work), std::move(done));
        return hold(run_task(std::move(parts.run)), std::move(parts.callbacks));
    }

    /// Runs work that takes seconds and needs no generator on other threads at low priority:
    /// work(const ProgressReport&), done(Result<T>). The report is where it can be stopped: by
    /// Ticket::cancel(), and when the engine ends, which drops what waits. `progress` hears of it now and
    /// then.
    template <class Function, class Done>
    // NOLINTNEXTLINE(performance-unnecessary-value-param): moved from, which it does not see in a template
    Ticket run_aside(Function work, Done done, std::function<void(const JobReport&)> progress = {}) {
        auto parts = typed_work::task_parts<const ProgressReport&>(std::move(work), std::move(done));
        parts.callbacks.progress = std::move(progress);
        return hold(run_aside(std::move(parts.run)), std::move(parts.callbacks));
    }

    /// Runs the callbacks of what has happened since the last call, and `handle` for what has none, in order.
    /// The window calls this in one place, once a frame. What it runs must not drain.
    Drained drain(const std::function<void(Event)>& handle);
    /// The same; returns what has no callbacks.
    std::vector<Event> poll();

    /// The face of that request, taken out of the events, if it is there within `patience`. For a generator
    /// that is faster than a frame of the window: its face is then in the very frame that asked for it.
    std::optional<FaceReady> wait_for_face(std::uint64_t request_id, std::chrono::microseconds patience);

  private:
    class Worker;
    std::uint64_t run_aside(std::function<void(const ProgressReport&)> work);
    Ticket hold(std::uint64_t id, Callbacks callbacks);

    std::unique_ptr<Worker> worker_;
    std::unique_ptr<Aside> aside_;
    std::shared_ptr<CallbackTable> callbacks_;
};

}  // namespace progan
