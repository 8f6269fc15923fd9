// The engine's other threads, at low priority: work that takes seconds and needs neither the generator nor an
// order, such as looking into model files that are not open. Functions may be called from any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/engine/event_queue.h"
#include "core/support/progress.h"

namespace progan {

/// Work that tells its progress, which throws Cancelled if it is to end.
using AsideWork = std::function<void(const ProgressReport&)>;

/// Two threads, so that what takes minutes does not hold up what takes a moment.
class Aside {
  public:
    /// To `events`, which must outlive this, go a running JobReport now and then, and at the end of each
    /// piece TaskDone, a Failure or a cancelled JobReport.
    explicit Aside(EventQueue& events);
    /// Drops what waits and joins; what runs ends at its next report.
    ~Aside();
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

    /// Begins after what was added before has begun.
    void add(std::uint64_t id, AsideWork work);
    /// Drops it, or ends it at its next report; ignored if it has ended or was never added.
    void cancel(std::uint64_t id);

  private:
    struct Piece {
        std::uint64_t id = 0;
        AsideWork work;
        std::atomic<bool> stop{false};
    };
    void run();
    std::shared_ptr<Piece> next();
    void carry_out(Piece& piece);

    EventQueue& events_;
    std::mutex mutex_;
    std::condition_variable work_available_;
    // Behind mutex_:
    std::deque<std::shared_ptr<Piece>> waiting_;
    std::vector<std::shared_ptr<Piece>> running_;
    bool ending_ = false;

    std::vector<std::thread> threads_;  ///< last: they start when all else is there
};

}  // namespace progan
