// What the program is doing, for --ui-probe: the state and counters as JSON.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>

#include "app/explorer/state/app_state.h"

namespace progan {

struct ProbeCounters {
    std::uint64_t frames = 0;     ///< windows drawn
    std::uint64_t inputs = 0;     ///< events of mouse and keyboard that the last frame has seen
    std::uint64_t faces = 0;      ///< faces shown
    std::uint64_t previews = 0;   ///< of these, previews
    std::uint64_t stalls = 0;     ///< frames whose work took longer than 100 ms, since the first face
    double longest_frame_ms = 0;  ///< since the first face
    std::uint64_t latencies = 0;  ///< slider-to-screen measurements
    double last_latency_ms = 0;
    std::int64_t prefetched_frames = 0;  ///< frames of the path that are prefetched
    std::uint64_t prefetched = 0;        ///< faces shown that were prefetched
    double prefetched_mib = 0;
    double change_ratio = 0;                 ///< largest to median change from frame to frame, of those known
    std::uint64_t prefetched_latencies = 0;  ///< input-to-screen measurements of prefetched faces
    double prefetched_p50_ms = 0, prefetched_p99_ms = 0;
    double prefetched_work_p99_ms = 0;  ///< of putting a prefetched face on the screen's texture
};

nlohmann::json probe_report(const AppState& state, const ProbeCounters& counters, int width, int height);

}  // namespace progan
