// --ui-probe FILE: where the widgets are and what the program is doing, as JSON for tests. Does nothing
// without a file.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "app/explorer/state.h"

namespace progan {

struct ProbeCounters {
    std::uint64_t frames = 0;       ///< windows drawn
    std::uint64_t faces = 0;        ///< faces shown
    std::uint64_t previews = 0;     ///< of these, previews
    std::uint64_t stalls = 0;       ///< frames whose work took longer than 100 ms, since the first face
    double longest_frame_ms = 0;    ///< since the first face
    std::uint64_t latencies = 0;    ///< slider-to-screen measurements
    std::int64_t baked_frames = 0;  ///< frames of the way that are baked
    std::uint64_t baked = 0;        ///< faces shown that were baked
    double baked_mib = 0;
    double change_ratio = 0;            ///< largest to median change from frame to frame, of those known
    std::uint64_t baked_latencies = 0;  ///< input-to-screen measurements of baked faces
    double baked_p50_ms = 0, baked_p99_ms = 0;
    double baked_work_p99_ms = 0;  ///< of putting a baked face on the screen's texture
};

class Probe {
  public:
    explicit Probe(std::filesystem::path file) : file_(std::move(file)) {}
    bool enabled() const { return !file_.empty(); }

    void begin_frame();
    /// Records the rectangle of the last Dear ImGui item under a label path such as "Seed/Next".
    void item(const std::string& label);
    void rectangle(const std::string& label, float x, float y, float width, float height);
    /// Writes the file atomically if anything but the frame number changed. Without fsync: it need not
    /// survive a crash.
    void write(const AppState& state, const ProbeCounters& counters, int width, int height);

  private:
    std::filesystem::path file_;
    std::map<std::string, std::array<float, 4>> widgets_;
    std::string last_;
};

}  // namespace progan
