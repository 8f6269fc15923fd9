// What waits for the worker: put in by the window's thread, taken out by the worker's in the order that
// schedule.h decides. The caller's functions may be called from any thread; the others only from the
// worker's.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>

#include "core/engine/job.h"
#include "core/engine/requests.h"
#include "core/engine/schedule.h"
#include "core/model/generator.h"

namespace progan {

struct ModelLoad {
    std::uint64_t id = 0;
    std::string path, device;
};
struct Render {
    std::uint64_t id = 0;
    Purpose purpose = Purpose::main_view;
    RenderRequest request;
    std::size_t next = 0;  ///< index of the latent to make next
};
struct Task {
    std::uint64_t id = 0;
    std::function<void()> run;
};
struct QueuedJob {
    std::uint64_t id = 0;
    MakeJob make;
    JobRank rank = JobRank::in_turn;
    TimePoint last_slice;
    bool cancelled = false;
    std::unique_ptr<Job> job = nullptr;  ///< made and stepped by the worker only
};

struct JobSlice {
    QueuedJob* job = nullptr;  ///< valid until job_ended(); only its `job` and `make` are the worker's
    bool cancelled = false;    ///< when the slice was taken
};
struct FitPreviews {};
/// There has been nothing to do for kRests since the last piece of work. Comes once after each.
struct Rest {};
/// A piece of work as the worker takes it.
using Order = std::variant<Task, ModelLoad, Render, JobSlice, FitPreviews, Rest>;

inline constexpr std::chrono::seconds kRests{2};

/// What only the worker knows of what it could do.
struct Readiness {
    bool backend = false, generator = false, fitting = false;
};

class Inbox {
  public:
    // The caller's. The ids they return ascend over all kinds of work.

    /// For work that does not wait here.
    std::uint64_t new_id();
    std::uint64_t open_model(std::string path, std::string device);
    /// True if that load waited, and so will not begin. One under way ends at its next
    /// stop_if_load_is_unwanted().
    bool cancel_model(std::uint64_t id);
    std::uint64_t submit(Purpose purpose, RenderRequest request);
    std::uint64_t supersede(Purpose purpose);
    std::uint64_t add_job(MakeJob make, JobRank rank);
    void cancel_job(std::uint64_t id);
    std::uint64_t add_task(std::function<void()> task);
    /// A drag has just asked for another face: for kHandRests from now, nothing that can wait is begun.
    void hand_moves();
    /// The worker is to end.
    void stop();

    // The worker's.

    /// Waits for work, or for a rest, and takes the most urgent piece; nothing once it is to stop. A face for
    /// the main view leaves its slot; other requests stay there until face_done().
    std::optional<Order> take(const Readiness& readiness);
    /// The face of `render` that was next is made; or, with `give_up`, the request cannot be answered. A
    /// newer request that has taken its slot stays.
    void face_done(const Render& render, bool give_up);
    void job_ended(std::uint64_t id);
    /// At the end: the tasks that are left, for they save.
    std::deque<Task> take_tasks();
    /// At the end: jobs are destroyed unfinished.
    void drop_jobs();

    // Asked in the middle of work; each throws Cancelled if it is to end here.

    void stop_if_load_is_unwanted(std::uint64_t load);
    void stop_if(bool (*ends)(const Waiting&));
    /// Waits until the hand rests, which it does without a newer request for `rest`. False if one came.
    bool wait_for_rest(std::chrono::milliseconds rest);

  private:
    template <class Put>
    std::uint64_t post(Put put);
    std::optional<Render>& slot(Purpose purpose) { return slots_[static_cast<std::size_t>(purpose)]; }
    Waiting waiting(const Readiness& readiness) const;
    Order take(const Work& work);

    std::mutex mutex_;
    std::condition_variable work_available_;
    // All behind mutex_:
    bool stopping_ = false;
    std::uint64_t last_id_ = 0;
    std::optional<ModelLoad> model_load_;
    std::uint64_t cancelled_load_ = 0;
    std::array<std::optional<Render>, kPurposeCount> slots_;
    std::deque<Task> tasks_;
    std::deque<QueuedJob> jobs_;  ///< only the worker removes, and elements of a deque stay where they are
    Turns turns_;
    TimePoint hand_rests_at_;
    bool has_rested_ = true;  ///< since the last piece of work
};

}  // namespace progan
