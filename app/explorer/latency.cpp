#include "app/explorer/latency.h"

#include <algorithm>
#include <cmath>

namespace progan {
namespace {
constexpr std::size_t kKept = 256;
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
    if (waiting_.size() > kKept) waiting_.pop_front();
    input_seconds_ = -1;
}

void LatencyMeter::frame_without_request() {
    if (++unanswered_frames_ >= kPatienceFrames) input_seconds_ = -1;
}

void LatencyMeter::shown(std::uint64_t request_id, double seconds) {
    while (!waiting_.empty() && waiting_.front().request_id < request_id) waiting_.pop_front();
    if (waiting_.empty() || waiting_.front().request_id != request_id) return;
    measured_ms_.push_back((seconds - waiting_.front().input_seconds) * 1000);
    if (measured_ms_.size() > kKept) measured_ms_.pop_front();
    waiting_.pop_front();
    ++count_;
}

double LatencyMeter::percentile_ms(double percent) const {
    if (measured_ms_.empty()) return 0;
    std::vector<double> sorted(measured_ms_.begin(), measured_ms_.end());
    std::sort(sorted.begin(), sorted.end());
    const double rank = std::ceil(percent / 100 * static_cast<double>(sorted.size()));
    return sorted[static_cast<std::size_t>(std::clamp(rank, 1.0, static_cast<double>(sorted.size()))) - 1];
}

}  // namespace progan
