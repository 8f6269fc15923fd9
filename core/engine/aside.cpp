#include "core/engine/aside.h"

#include <sys/resource.h>
#include <unistd.h>

#include <utility>

#include "core/support/error.h"

namespace progan {
namespace {

constexpr int kNiceness = 10;

/// Linux has a niceness per thread. If it cannot be set, nothing is lost but politeness.
void yield_to_others() {
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness);
}

}  // namespace

Aside::Aside(EventQueue& events) : events_(events), thread_([this] { run(); }) {}

Aside::~Aside() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        stop_ = true;
        waiting_.clear();
    }
    work_available_.notify_one();
    thread_.join();
}

void Aside::add(std::uint64_t id, AsideWork work) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back({id, std::move(work)});
    }
    work_available_.notify_one();
}

void Aside::cancel(std::uint64_t id) {
    {
        const std::lock_guard lock(mutex_);
        if (running_ == id) stop_ = true;
        if (std::erase_if(waiting_, [id](const Piece& piece) { return piece.id == id; }) == 0) return;
    }
    events_.emit(JobReport{id, JobReport::State::cancelled, {}, "", nullptr});
}

void Aside::run() {
    yield_to_others();
    for (;;) {
        Piece piece;
        {
            std::unique_lock lock(mutex_);
            running_ = 0;
            work_available_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
            if (ending_) return;
            piece = std::move(waiting_.front());
            waiting_.pop_front();
            running_ = piece.id;
            stop_ = false;
        }
        carry_out(piece);
    }
}

void Aside::carry_out(Piece& piece) {
    Event end = TaskDone{piece.id};
    try {
        std::exchange(piece.work, {})([this](std::int64_t, std::int64_t) {
            if (stop_) throw Cancelled();
        });
    } catch (const Cancelled&) {
        end = JobReport{piece.id, JobReport::State::cancelled, {}, "", nullptr};
    } catch (...) {
        end = Failure{Failure::What::task, piece.id, current_error_sentence()};
    }
    events_.emit(std::move(end));
}

}  // namespace progan
