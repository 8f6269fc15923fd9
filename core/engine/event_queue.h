// The events on their way from the worker to the window, in order. From any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "core/engine/events.h"

namespace progan {

class EventQueue {
  public:
    /// `wake` is called after each emit(), on the thread that emits; it may be empty.
    explicit EventQueue(std::function<void()> wake = {}) : wake_(std::move(wake)) {}

    /// A window that stalls does not make the queue grow: news of progress, and a face for the main view,
    /// replace the older ones still in it.
    void emit(Event event);
    /// Call inside a catch block: the current exception as a Failure.
    void emit_failure(Failure::What what, std::uint64_t id, Purpose purpose = Purpose::main_view);

    /// All events since the last call.
    std::vector<Event> take_all();
    /// A face of that request, as soon as it is in the queue; nothing if `patience` ends before.
    std::optional<FaceReady> wait_for_face(std::uint64_t request_id, std::chrono::microseconds patience);

  private:
    void drop_outdated_by(const Event& newer);

    const std::function<void()> wake_;
    std::mutex mutex_;
    std::condition_variable event_available_;
    std::vector<Event> events_;
};

}  // namespace progan
