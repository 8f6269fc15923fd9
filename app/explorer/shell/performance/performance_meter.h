// How fast things are: faces, frames, and slider to screen. Fills AppState::performance and the probe's
// counters. One thread (the window's).
#pragma once

#include "app/explorer/shell/main_view.h"
#include "app/explorer/shell/performance/latency.h"
#include "app/explorer/shell/probe_report.h"
#include "app/explorer/state/app_state.h"
#include "core/support/clock.h"
#include "core/support/recent_times.h"

namespace progan {

class PerformanceMeter {
  public:
    PerformanceMeter(Performance& performance, ProbeCounters& counters)
        : performance_(performance), counters_(counters) {}

    /// Somebody did something, by hand or by a message from another program. What is done before the first
    /// face waits for the load and does not count.
    void input(Time at);
    /// What the frame asked for, with the id it goes by.
    void asked(MainView::Asked asked, std::uint64_t id, Seconds for_it);
    void face_received(const FaceReady& frame);
    void model_changed();
    /// A frame was drawn (its work, and with the swap), and which face it was the first to show.
    void frame_drawn(Seconds work, Seconds whole, const std::optional<MainView::Shown>& face,
                     Time after_swap);
    /// Median of the last faces; 0: not known.
    double generator_ms() const { return generator_times_.percentile(50); }

  private:
    Performance& performance_;
    ProbeCounters& counters_;
    LatencyMeter latency_;
    RecentTimes generator_times_{15}, preview_times_{15}, prefetched_times_{1000}, prefetched_work_{1000};
};

}  // namespace progan
