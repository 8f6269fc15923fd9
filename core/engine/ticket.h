// Closures that wait for the end of a task or a job, and the tickets by which their owners hold them. All of
// this is the caller's: one thread, that which drains the engine. No closure ever reaches the worker.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/engine/events.h"

namespace progan {

class CallbackTable;

/// Holds the callbacks of one task or job: they are run only as long as it is there. Dropping it does not
/// stop the work: a file that is being saved is saved. May outlive the engine.
class [[nodiscard]] Ticket {
  public:
    Ticket() = default;  ///< of nothing
    Ticket(Ticket&& other) noexcept;
    Ticket& operator=(Ticket&& other) noexcept;  ///< drops the callbacks it held before
    ~Ticket() { reset(); }

    /// Whether the end is still to come. Already false while `done` is run.
    bool pending() const;
    explicit operator bool() const { return pending(); }
    /// Of the task or job; 0 if of nothing.
    std::uint64_t id() const { return id_; }

    /// Asks the job to stop at its next slice; `done` is run with a cancelled result. A task is not stopped.
    void cancel();
    /// Drops the callbacks unrun, also if what they wait for has happened and is only not drained yet.
    void reset();
    /// Both: nobody needs the job any more.
    void abandon();

  private:
    friend class CallbackTable;
    Ticket(std::weak_ptr<CallbackTable> table, std::uint64_t id) : table_(std::move(table)), id_(id) {}

    std::weak_ptr<CallbackTable> table_;
    std::uint64_t id_ = 0;
};

/// The tickets of whoever may have several tasks or jobs of one kind under way and wants to hear of each.
class Tickets {
  public:
    void add(Ticket ticket);
    bool pending() const;  ///< any of them
    void reset() { held_.clear(); }

  private:
    std::vector<Ticket> held_;
};

/// How a task or a job ended.
struct Ending {
    enum class How { finished, cancelled, failed } how = How::finished;
    std::string text;  ///< a job's Job::result(), or the error
};

/// What is run for one task or job; all but `ended` may be empty.
struct Callbacks {
    std::function<void(const JobReport&)> progress;
    std::function<void()> so_far;  ///< passes on what the job has so far, if that is new
    std::function<void(Ending)> ended;
};

/// The engine's: whose end is waited for.
class CallbackTable : public std::enable_shared_from_this<CallbackTable> {
  public:
    explicit CallbackTable(std::function<void(std::uint64_t)> cancel_job)
        : cancel_job_(std::move(cancel_job)) {}

    Ticket hold(std::uint64_t id, Callbacks callbacks);

    enum class Delivered {
        not_held,  ///< the event is nobody's here
        dropped,   ///< its ticket is gone
        progress,
        end,
    };
    /// Runs what waits for that event.
    Delivered deliver(const Event& event);

  private:
    friend class Ticket;
    bool pending(std::uint64_t id) const;
    void drop(std::uint64_t id);
    template <class Run>
    bool run(std::uint64_t id, Run run);
    Delivered end(std::uint64_t id, Ending ending);
    Delivered deliver_report(const JobReport& report);

    const std::function<void(std::uint64_t)> cancel_job_;
    /// By task or job, until its end; null once the ticket has been dropped. Shared, so that closures live
    /// as long as they run, whatever they do to their own ticket.
    std::unordered_map<std::uint64_t, std::shared_ptr<const Callbacks>> held_;
};

}  // namespace progan
