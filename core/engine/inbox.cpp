#include "core/engine/inbox.h"

#include <utility>

#include "core/support/error.h"

namespace progan {

/// Puts work in under the lock with a new id, then wakes the worker.
template <class Put>
std::uint64_t Inbox::post(Put put) {
    std::uint64_t id = 0;
    {
        const std::lock_guard lock(mutex_);
        id = ++last_id_;
        put(id);
    }
    work_available_.notify_one();
    return id;
}

std::uint64_t Inbox::new_id() {
    const std::lock_guard lock(mutex_);
    return ++last_id_;
}

std::uint64_t Inbox::open_model(std::string path, std::string device) {
    return post([&](std::uint64_t id) { model_load_ = ModelLoad{id, std::move(path), std::move(device)}; });
}

bool Inbox::cancel_model(std::uint64_t id) {
    bool waited = false;
    post([&](std::uint64_t) {
        cancelled_load_ = id;
        waited = model_load_ && model_load_->id == id;
        if (waited) model_load_.reset();
    });
    return waited;
}

std::uint64_t Inbox::submit(Purpose purpose, RenderRequest request) {
    return post([&](std::uint64_t id) { slot(purpose) = Render{id, purpose, std::move(request), 0}; });
}

std::uint64_t Inbox::supersede(Purpose purpose) {
    return post([&](std::uint64_t) { slot(purpose).reset(); });
}

std::uint64_t Inbox::add_job(MakeJob make, JobRank rank) {
    return post([&](std::uint64_t id) {
        jobs_.push_back({.id = id,
                         .make = std::move(make),
                         .rank = rank,
                         .last_slice = std::chrono::steady_clock::now()});
    });
}

void Inbox::cancel_job(std::uint64_t id) {
    post([&](std::uint64_t) {
        for (QueuedJob& job : jobs_)
            if (job.id == id) job.cancelled = true;
    });
}

std::uint64_t Inbox::add_task(std::function<void()> task) {
    return post([&](std::uint64_t id) { tasks_.push_back({id, std::move(task)}); });
}

void Inbox::hand_moves() {
    const std::lock_guard lock(mutex_);
    hand_rests_at_ = std::chrono::steady_clock::now() + kHandRests;
}

void Inbox::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    work_available_.notify_one();
}

Waiting Inbox::waiting(const Readiness& readiness) const {
    Waiting all{.backend = readiness.backend,
                .generator = readiness.generator,
                .task = !tasks_.empty(),
                .model_load = model_load_.has_value(),
                .fitting = readiness.fitting,
                .hand_moves = std::chrono::steady_clock::now() < hand_rests_at_};
    for (std::size_t i = 0; i < slots_.size(); ++i) all.faces[i] = slots_[i].has_value();
    for (const QueuedJob& job : jobs_) all.jobs.push_back({job.rank, job.cancelled, job.last_slice});
    return all;
}

std::optional<Order> Inbox::take(const Readiness& readiness) {
    std::unique_lock lock(mutex_);
    Work work;
    const auto there_is_work = [&] {
        if (!stopping_) work = next(waiting(readiness), std::chrono::steady_clock::now(), turns_);
        return stopping_ || work.kind != Work::Kind::nothing;
    };
    while (!there_is_work()) {
        if (std::chrono::steady_clock::now() < hand_rests_at_)
            work_available_.wait_until(lock, hand_rests_at_);
        else if (has_rested_)
            work_available_.wait(lock);
        else if (work_available_.wait_for(lock, kRests) == std::cv_status::timeout) {
            has_rested_ = true;
            return Rest{};
        }
    }
    if (stopping_) return std::nullopt;
    has_rested_ = false;
    return take(work);
}

Order Inbox::take(const Work& work) {
    switch (work.kind) {
        case Work::Kind::task: {
            Task task = std::move(tasks_.front());
            tasks_.pop_front();
            return task;
        }
        case Work::Kind::model_load:
            return *std::exchange(model_load_, std::nullopt);
        case Work::Kind::face:
            if (work.purpose == Purpose::main_view) return *std::exchange(slot(work.purpose), std::nullopt);
            return *slot(work.purpose);
        case Work::Kind::job: {
            QueuedJob& job = jobs_[work.job];
            job.last_slice = std::chrono::steady_clock::now();
            return JobSlice{&job, job.cancelled};
        }
        case Work::Kind::fitting:
        case Work::Kind::nothing:
            break;
    }
    return FitPreviews{};
}

void Inbox::face_done(const Render& render, bool give_up) {
    const std::lock_guard lock(mutex_);
    std::optional<Render>& waiting = slot(render.purpose);
    if (!waiting || waiting->id != render.id) return;
    if (give_up || ++waiting->next >= waiting->request.latents.size()) waiting.reset();
}

void Inbox::job_ended(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    std::erase_if(jobs_, [id](const QueuedJob& job) { return job.id == id; });
    if (!jobs_.empty()) jobs_.front().last_slice = std::chrono::steady_clock::now();
}

std::deque<Task> Inbox::take_tasks() {
    const std::lock_guard lock(mutex_);
    return std::exchange(tasks_, {});
}

void Inbox::drop_jobs() {
    std::deque<QueuedJob> dropped;  // destroyed without the lock
    const std::lock_guard lock(mutex_);
    dropped.swap(jobs_);
}

void Inbox::stop_if_load_is_unwanted(std::uint64_t load) {
    const std::lock_guard lock(mutex_);
    if (stopping_ || model_load_ || cancelled_load_ == load) throw Cancelled();
}

void Inbox::stop_if(bool (*ends)(const Waiting&)) {
    const std::lock_guard lock(mutex_);
    if (stopping_ || ends(waiting({}))) throw Cancelled();
}

bool Inbox::wait_for_rest(std::chrono::milliseconds rest) {
    std::unique_lock lock(mutex_);
    return !work_available_.wait_for(lock, rest,
                                     [this] { return stopping_ || ends_sharpening(waiting({})); });
}

}  // namespace progan
