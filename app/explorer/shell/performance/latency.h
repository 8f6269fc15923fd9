// Slider to screen: the time from an input event to the end of the swap that shows its face. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "core/support/clock.h"
#include "core/support/recent_times.h"

namespace progan {

class LatencyMeter {
  public:
    /// An input event was received. The first one since the last request counts.
    void input(Time at);
    /// A request was submitted: it answers the input received so far.
    void submitted(std::uint64_t request_id);
    /// A frame was drawn that asked for no face. Input that three frames left unanswered asked for none (Dear
    /// ImGui may spread the events of one moment over several frames).
    void frame_without_request();
    /// The swap that shows the face of `request_id` has returned. Requests before it were superseded.
    void shown(std::uint64_t request_id, Time at);

    /// The last measurement, in milliseconds.
    double last_ms() const { return last_ms_; }
    std::size_t count() const { return count_; }  ///< measurements since the start
    /// Percentile (0..100, nearest rank) over the last 256 measurements in milliseconds; 0 before the first.
    double percentile_ms(double percent) const { return measured_.percentile(percent); }

  private:
    struct Waiting {
        std::uint64_t request_id;
        Time input;
    };
    std::optional<Time> input_;  ///< of the first input that no request has answered
    int unanswered_frames_ = 0;
    std::deque<Waiting> waiting_;
    RecentTimes measured_{256};
    std::size_t count_ = 0;
    double last_ms_ = 0;
};

}  // namespace progan
