// When the window draws its next frame: at once while something moves, seldom while only progress is shown,
// not at all while nothing happens. Pure arithmetic on seconds of one clock; one thread (the window's).
#pragma once

#include <optional>

namespace progan {

class FramePacer {
  public:
    /// What the rest of the program is doing.
    struct Now {
        bool minimised = false;
        bool animating = false;       ///< something plays, or the tour runs
        bool cores_shared = false;    ///< a slow face is being made by the cores that also draw
        bool loading = false;         ///< the engine is getting ready
        bool typing = false;          ///< a text cursor blinks
        std::optional<double> alarm;  ///< seconds: a feature or a message wants the next frame then
    };

    /// The person did something: Dear ImGui needs a few frames to settle.
    void input();
    /// Something happened that is worth a frame.
    void want_frame();
    /// Progress alone does not deserve sixty frames per second.
    void progress() { progress_ = true; }

    /// When the next frame is due; in the past means now. Nothing: only when something happens.
    std::optional<double> next_frame(double now, const Now& what) const;
    bool is_due(double now, const Now& what) const;
    /// Seconds to wait so that no frame begins sooner than `shortest_frame` after the last one.
    double too_early(double now, double shortest_frame) const;

    void frame_began(double now);
    void frame_ended(double now) { ended_ = now; }

  private:
    int wanted_ = 3;
    bool progress_ = false;
    double began_ = -1, ended_ = -1;
};

}  // namespace progan
