// A second thread of the engine, at low priority: work that takes seconds and needs neither the generator nor
// an order, such as looking into model files that are not open. Functions may be called from any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "core/engine/event_queue.h"
#include "core/support/progress.h"

namespace progan {

/// Work that asks now and then whether it may continue: the report throws Cancelled if it may not. The
/// numbers it reports are not passed on.
using AsideWork = std::function<void(const ProgressReport&)>;

class Aside {
  public:
    /// Ends go to `events`, which must outlive this: TaskDone, Failure, or a cancelled JobReport.
    explicit Aside(EventQueue& events);
    /// Drops what waits and joins; what runs ends at its next report.
    ~Aside();
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

    /// Runs after what was added before.
    void add(std::uint64_t id, AsideWork work);
    /// Drops it, or ends it at its next report; ignored if it has ended or was never added.
    void cancel(std::uint64_t id);

  private:
    struct Piece {
        std::uint64_t id = 0;
        AsideWork work;
    };
    void run();
    void carry_out(Piece& piece);

    EventQueue& events_;
    std::mutex mutex_;
    std::condition_variable work_available_;
    std::deque<Piece> waiting_;  ///< behind mutex_
    bool ending_ = false;        ///< behind mutex_
    /// Of the piece that runs: it is to end.
    std::atomic<bool> stop_{false};
    std::uint64_t running_ = 0;  ///< its id, or 0; behind mutex_
    std::thread thread_;         ///< last: it starts when all else is there
};

}  // namespace progan
