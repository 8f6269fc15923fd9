// Between the typed work of Engine::run_task and start_job and the untyped that the worker runs: the value
// goes from the one thread to the other through a slot, written before the event that tells the end and read
// after it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "core/engine/job.h"
#include "core/engine/latest.h"
#include "core/engine/requests.h"
#include "core/engine/result.h"
#include "core/engine/ticket.h"

namespace progan {

/// What a job makes: T of a JobOf<T>; of any other job, the sentence of Job::result().
template <class T>
std::type_identity<T> value_of_job(const JobOf<T>*);
std::type_identity<std::string> value_of_job(const Job*);

template <class Make>
using MadeJob = typename std::invoke_result_t<Make&, std::shared_ptr<Generator>>::element_type;
template <class Make>
using JobValue = typename decltype(value_of_job(std::declval<MadeJob<Make>*>()))::type;

/// All are run at the drain. `progress` (the newest report, state running) and `so_far` (JobOf::so_far) may
/// be empty; of several reports between two drains only the newest is seen. `done` is run once, last.
template <class T>
struct JobCallbacks {
    std::function<void(const JobReport&)> progress = {};
    std::function<void(T)> so_far = {};
    std::function<void(Result<T>)> done;
};

namespace typed_work {

template <class T>
Result<T> result_of(Ending ending, std::optional<typename Result<T>::Value>& value) {
    switch (ending.how) {
        case Ending::How::failed:
            return Result<T>::failed(std::move(ending.text));
        case Ending::How::cancelled:
            return Result<T>::cancelled();
        case Ending::How::finished:
            break;
    }
    return Result<T>::of(std::move(*value));
}

/// Of work that is called with `Arguments`.
template <class... Arguments>
struct TaskParts {
    std::function<void(Arguments...)> run;  ///< on the other thread
    Callbacks callbacks;
};

template <class... Arguments, class Function, class Done>
TaskParts<Arguments...> task_parts(Function work, Done done) {
    using T = std::decay_t<std::invoke_result_t<Function&, Arguments...>>;
    static_assert(std::is_invocable_v<Done&, Result<T>>, "done takes a Result of what work returns");
    const auto value = std::make_shared<std::optional<typename Result<T>::Value>>();
    TaskParts<Arguments...> parts;
    parts.run = [value, work = std::make_shared<Function>(std::move(work))](Arguments... arguments) {
        if constexpr (std::is_void_v<T>) {
            (*work)(arguments...);
            value->emplace();
        } else {
            value->emplace((*work)(arguments...));
        }
    };
    parts.callbacks.ended = [value, done = std::make_shared<Done>(std::move(done))](Ending ending) {
        (*done)(result_of<T>(std::move(ending), *value));
    };
    return parts;
}

template <class T>
struct JobSlot {
    std::optional<T> value;
    Latest<T> so_far;
};

/// A job that leaves its values in a slot.
template <class T>
class DeliveringJob final : public Job {
  public:
    DeliveringJob(std::unique_ptr<JobOf<T>> job, std::shared_ptr<JobSlot<T>> slot)
        : job_(std::move(job)), slot_(std::move(slot)) {}
    std::string title() const override { return job_->title(); }
    std::shared_ptr<const Image> picture() const override { return job_->picture(); }
    std::string result() const override { return job_->result(); }
    JobProgress step() override {
        const JobProgress progress = job_->step();
        if (progress.done >= progress.total) {
            slot_->value.emplace(job_->value());
        } else if (std::optional<T> so_far = job_->so_far()) {
            slot_->so_far.put(std::move(*so_far));
        }
        return progress;
    }

  private:
    std::unique_ptr<JobOf<T>> job_;
    std::shared_ptr<JobSlot<T>> slot_;
};

struct JobParts {
    MakeJob make;  ///< on the worker
    Callbacks callbacks;
};

template <class Make>
JobParts job_parts(Make make, JobCallbacks<JobValue<Make>> callbacks) {
    using T = JobValue<Make>;
    constexpr bool kTyped = std::is_convertible_v<MadeJob<Make>*, JobOf<T>*>;
    JobParts parts;
    const auto slot = std::make_shared<JobSlot<T>>();
    parts.make = [slot, make = std::make_shared<Make>(std::move(make))](
                     std::shared_ptr<Generator> generator) -> std::unique_ptr<Job> {
        if constexpr (kTyped)
            return std::make_unique<DeliveringJob<T>>((*make)(std::move(generator)), slot);
        else
            return (*make)(std::move(generator));
    };
    parts.callbacks.progress = std::move(callbacks.progress);
    if (callbacks.so_far)
        parts.callbacks.so_far = [slot, so_far = std::move(callbacks.so_far)] {
            if (std::optional<T> value = slot->so_far.take()) so_far(std::move(*value));
        };
    parts.callbacks.ended = [slot, done = std::move(callbacks.done)](Ending ending) {
        if constexpr (!kTyped) slot->value = ending.text;
        if (done) done(result_of<T>(std::move(ending), slot->value));
    };
    return parts;
}

}  // namespace typed_work
}  // namespace progan
