// When the window draws its next frame: at once while something moves, seldom while only progress is shown,
// not at all while nothing happens. Pure arithmetic; one thread (the window's).
#pragma once

#include <optional>

#include "core/support/clock.h"

namespace progan {

class FramePacer {
  public:
    /// What the rest of the program is doing.
    struct Now {
        bool minimized = false;
        bool animating = false;     ///< something plays, or the tour runs
        bool cores_shared = false;  ///< a slow face is being made by the cores that also draw
        bool loading = false;       ///< the engine is getting ready
        bool typing = false;        ///< a text cursor blinks
        std::optional<Time> alarm;  ///< a feature or a message wants the next frame then
    };

    /// The person did something: Dear ImGui needs a few frames to settle.
    void input();
    /// Something happened that is worth a frame.
    void want_frame();
    /// Progress alone does not deserve sixty frames per second.
    void progress() { progress_ = true; }

    /// When the next frame is due; in the past means now. Nothing: only when something happens.
    std::optional<Time> next_frame(Time now, const Now& what) const;
    bool is_due(Time now, const Now& what) const;
    /// How long to wait so that no frame begins sooner than `shortest_frame` after the last one.
    Seconds too_early(Time now, Seconds shortest_frame) const;

    void frame_began(Time now);
    void frame_ended(Time now) { ended_ = now; }

  private:
    int wanted_ = 3;
    bool progress_ = false;
    std::optional<Time> began_;
    Time ended_;
};

}  // namespace progan
