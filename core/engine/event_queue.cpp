#include "core/engine/event_queue.h"

#include <utility>

#include "core/support/error.h"

namespace progan {
namespace {

/// Whether there is no use for `old` once there is `newer`.
bool is_outdated(const Event& old, const JobReport& newer) {
    const auto* report = std::get_if<JobReport>(&old);
    return report && report->id == newer.id && report->state == JobReport::State::running;
}
bool is_outdated(const Event& old, const ModelProgress&) {
    return std::holds_alternative<ModelProgress>(old);
}
bool is_outdated(const Event& old, const FaceReady& newer) {
    const auto* face = std::get_if<FaceReady>(&old);
    return face && face->purpose == Purpose::main_view && newer.purpose == Purpose::main_view;
}

}  // namespace

void EventQueue::drop_outdated_by(const Event& newer) {
    const auto drop = [this](const auto* event) {
        if (event) std::erase_if(events_, [event](const Event& old) { return is_outdated(old, *event); });
    };
    drop(std::get_if<JobReport>(&newer));
    drop(std::get_if<ModelProgress>(&newer));
    drop(std::get_if<FaceReady>(&newer));
}

void EventQueue::emit(Event event) {
    {
        const std::lock_guard lock(mutex_);
        drop_outdated_by(event);
        events_.push_back(std::move(event));
    }
    event_available_.notify_all();
    if (wake_) wake_();
}

void EventQueue::emit_failure(Failure::What what, std::uint64_t id, Purpose purpose) {
    emit(Failure{what, id, current_error_sentence(), purpose});
}

std::vector<Event> EventQueue::take_all() {
    const std::lock_guard lock(mutex_);
    return std::exchange(events_, {});
}

std::optional<FaceReady> EventQueue::wait_for_face(std::uint64_t request_id,
                                                   std::chrono::microseconds patience) {
    std::unique_lock lock(mutex_);
    std::optional<FaceReady> result;
    event_available_.wait_for(lock, patience, [&] {
        for (auto event = events_.begin(); event != events_.end(); ++event) {
            auto* face = std::get_if<FaceReady>(&*event);
            if (face == nullptr || face->request_id != request_id) continue;
            result = std::move(*face);
            events_.erase(event);
            return true;
        }
        return false;
    });
    return result;
}

}  // namespace progan
