#include "core/engine/aside.h"

#include <chrono>
#include <utility>

#include "core/support/error.h"
#include "core/system/process.h"

namespace progan {
namespace {

constexpr int kThreads = 2, kNiceness = 10;
constexpr std::chrono::milliseconds kBetweenReports{100};

}  // namespace

Aside::Aside(EventQueue& events) : events_(events) {
    for (int i = 0; i < kThreads; ++i) threads_.emplace_back([this] { run(); });
}

Aside::~Aside() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        waiting_.clear();
        for (const std::shared_ptr<Piece>& piece : running_) piece->stop = true;
    }
    work_available_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

void Aside::add(std::uint64_t id, AsideWork work) {
    const auto piece = std::make_shared<Piece>();
    piece->id = id;
    piece->work = std::move(work);
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(piece);
    }
    work_available_.notify_one();
}

void Aside::cancel(std::uint64_t id) {
    {
        const std::lock_guard lock(mutex_);
        for (const std::shared_ptr<Piece>& piece : running_)
            if (piece->id == id) piece->stop = true;
        const auto is_it = [id](const std::shared_ptr<Piece>& piece) { return piece->id == id; };
        if (std::erase_if(waiting_, is_it) == 0) return;
    }
    events_.emit(JobReport{id, JobReport::State::cancelled, {}, "", nullptr});
}

/// Waits for it; null at the end.
std::shared_ptr<Aside::Piece> Aside::next() {
    std::unique_lock lock(mutex_);
    work_available_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (ending_) return nullptr;
    running_.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
    return running_.back();
}

void Aside::run() {
    system::yield_to_others(kNiceness);
    while (const std::shared_ptr<Piece> piece = next()) {
        carry_out(*piece);
        const std::lock_guard lock(mutex_);
        std::erase(running_, piece);
    }
}

void Aside::carry_out(Piece& piece) {
    Event end = TaskDone{piece.id};
    auto told = std::chrono::steady_clock::now();
    try {
        std::exchange(piece.work, {})([&](std::int64_t done, std::int64_t total) {
            if (piece.stop) throw Cancelled();
            const auto now = std::chrono::steady_clock::now();
            if (now - told < kBetweenReports) return;
            told = now;
            events_.emit(JobReport{piece.id, JobReport::State::running, {done, total}, "", nullptr});
        });
    } catch (const Cancelled&) {
        end = JobReport{piece.id, JobReport::State::cancelled, {}, "", nullptr};
    } catch (...) {
        end = Failure{Failure::What::task, piece.id, current_error_sentence()};
    }
    events_.emit(std::move(end));
}

}  // namespace progan
