#include "app/explorer/shell/performance/performance_meter.h"

#include <algorithm>

namespace progan {
namespace {

constexpr double kStallMs = 100;
constexpr std::size_t kFrameHistory = 120;

}  // namespace

void PerformanceMeter::input(Time at) {
    if (counters_.faces > 0) latency_.input(at);
}

void PerformanceMeter::asked(MainView::Asked asked, std::uint64_t id, Seconds for_it) {
    if (asked == MainView::Asked::nothing) {
        latency_.frame_without_request();
        return;
    }
    latency_.submitted(id);
    if (asked != MainView::Asked::made_ahead) return;
    prefetched_work_.add(Milliseconds(for_it).count());
    counters_.prefetched_work_p99_ms = prefetched_work_.percentile(99);
    ++counters_.faces;
    ++counters_.prefetched;
}

void PerformanceMeter::face_received(const FaceReady& frame) {
    (frame.preview ? preview_times_ : generator_times_).add(frame.generator_ms);
    performance_.generator_ms = generator_times_.percentile(50);
    performance_.preview_ms = preview_times_.percentile(50);
    ++counters_.faces;
    if (frame.preview) ++counters_.previews;
}

void PerformanceMeter::model_changed() {
    generator_times_.clear();
    preview_times_.clear();
    performance_.preview_ms = 0;
}

void PerformanceMeter::frame_drawn(Seconds work, Seconds whole, const std::optional<MainView::Shown>& face,
                                   Time after_swap) {
    if (face) {
        const std::size_t before = latency_.count();
        latency_.shown(face->request_id, after_swap);
        if (face->made_ahead && latency_.count() != before) {
            prefetched_times_.add(latency_.last_ms());
            counters_.prefetched_p50_ms = prefetched_times_.percentile(50);
            counters_.prefetched_p99_ms = prefetched_times_.percentile(99);
            ++counters_.prefetched_latencies;
        }
        performance_.latency_p50_ms = latency_.percentile_ms(50);
        performance_.latency_p95_ms = latency_.percentile_ms(95);
        counters_.latencies = latency_.count();
        counters_.last_latency_ms = latency_.last_ms();
    }
    ++counters_.frames;
    performance_.frame_ms = Milliseconds(work).count();
    performance_.frame_history_ms.push_back(static_cast<float>(performance_.frame_ms));
    if (performance_.frame_history_ms.size() > kFrameHistory)
        performance_.frame_history_ms.erase(performance_.frame_history_ms.begin());
    if (counters_.faces == 0) return;
    const double whole_ms = Milliseconds(whole).count();
    counters_.longest_frame_ms = std::max(counters_.longest_frame_ms, whole_ms);
    if (whole_ms > kStallMs) ++counters_.stalls;
}

}  // namespace progan
