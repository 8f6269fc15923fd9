#include "app/explorer/shell/performance/latency.h"

namespace progan {
namespace {
constexpr std::size_t kMaxWaiting = 256;
constexpr int kPatienceFrames = 3;
}  // namespace

void LatencyMeter::input(Time at) {
    if (input_) return;
    input_ = at;
    unanswered_frames_ = 0;
}

void LatencyMeter::submitted(std::uint64_t request_id) {
    if (!input_) return;  // not the hand's doing: playback, a new model
    waiting_.push_back({request_id, *input_});
    if (waiting_.size() > kMaxWaiting) waiting_.pop_front();
    input_.reset();
}

void LatencyMeter::frame_without_request() {
    if (++unanswered_frames_ >= kPatienceFrames) input_.reset();
}

void LatencyMeter::shown(std::uint64_t request_id, Time at) {
    while (!waiting_.empty() && waiting_.front().request_id < request_id) waiting_.pop_front();
    if (waiting_.empty() || waiting_.front().request_id != request_id) return;
    last_ms_ = Milliseconds(at - waiting_.front().input).count();
    measured_.add(last_ms_);
    waiting_.pop_front();
    ++count_;
}

}  // namespace progan
