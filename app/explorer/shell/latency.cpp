#include "app/explorer/shell/latency.h"

namespace progan {
namespace {
constexpr std::size_t kMostWaiting = 256;
constexpr int kPatienceFrames = 3;
}  // namespace

void LatencyMeter::input(double seconds) {
    if (input_seconds_ >= 0) return;
    input_seconds_ = seconds;
    unanswered_frames_ = 0;
}

void LatencyMeter::submitted(std::uint64_t request_id) {
    if (input_seconds_ < 0) return;  // not the hand's doing: playback, a new model
    waiting_.push_back({request_id, input_seconds_});
    if (waiting_.size() > kMostWaiting) waiting_.pop_front();
    input_seconds_ = -1;
}

void LatencyMeter::frame_without_request() {
    if (++unanswered_frames_ >= kPatienceFrames) input_seconds_ = -1;
}

void LatencyMeter::shown(std::uint64_t request_id, double seconds) {
    while (!waiting_.empty() && waiting_.front().request_id < request_id) waiting_.pop_front();
    if (waiting_.empty() || waiting_.front().request_id != request_id) return;
    last_ms_ = (seconds - waiting_.front().input_seconds) * 1000;
    measured_.add(last_ms_);
    waiting_.pop_front();
    ++count_;
}

}  // namespace progan
