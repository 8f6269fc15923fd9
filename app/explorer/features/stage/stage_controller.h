// The stage: what it shows. It follows the main view's picture, or the slideshow's: nothing is generated for
// it. Costs nothing while it is closed. One thread (the window's).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/features/stage/fade.h"
#include "app/explorer/features/stage/jump_watch.h"
#include "core/support/clock.h"

namespace progan {

class StageController {
  public:
    explicit StageController(const FeatureContext& context) : state_(context.state) {}
    StageController(const StageController&) = delete;
    StageController& operator=(const StageController&) = delete;

    void toggle() { state_.stage.open ? close() : open(); }
    void open();
    void close();
    /// Where it opens, and where it is if it is open. `monitor`: the name of the one that is chosen.
    void set_place(StagePlace place, const std::string& monitor = {});
    void set_fade(double seconds);

    /// Once a frame, after the main view has asked for its face. `moving`: a hand, a journey or a walk moves
    /// it.
    void follow(Time now, bool moving);
    /// When follow() wants to be called next, if at all.
    std::optional<Time> next_tick() const;

  private:
    void follow_slideshow();
    void follow_main_view(Time now);
    void follow_caption(Time now);

    AppState& state_;
    JumpWatch jumps_;
    Fade fade_;
    std::uint64_t shown_ = 0, slide_ = 0;  ///< what was seen last of the main view and of the slideshow
    bool preview_ = false;                 ///< that was one
    bool changed_ = false;                 ///< the picture, since the last frame
    Time now_;
};

}  // namespace progan
