// A slideshow of favourites or of the journey's keys. While it plays it has the window, and the main view
// makes its faces; the current face, the journey and the history know nothing of it. One thread (the
// window's).
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/platform/window.h"
#include "core/latent/named_latent.h"
#include "core/support/clock.h"

namespace progan {

class SlideshowController {
  public:
    /// `favourites`: those that a person has selected, or else sees.
    SlideshowController(const FeatureContext& context, std::function<std::vector<Favourite>()> favourites)
        : state_(context.state), notifier_(context.notifier), favourites_(std::move(favourites)) {}
    SlideshowController(const SlideshowController&) = delete;
    SlideshowController& operator=(const SlideshowController&) = delete;

    /// Starts it, or ends it. If there is nothing to show the person is told what to do.
    void toggle();
    void end();
    void toggle_pause();
    /// To the next face, or the one before; from the last to the first.
    void step(int by);
    void set_source(SlideSource source);
    void set_turn(SlideTurn turn);
    void set_seconds(double seconds);
    /// The mouse has moved: the controls are seen for a while.
    void hand_moved();
    /// A key while it plays. Those that it does not know do nothing. `walking`: the
    /// keyboard walks over its controls, and Space and the arrows are theirs.
    bool key(const KeyPress& press, bool walking);

    /// Once a frame.
    void tick(Time now);
    /// When tick() wants to be called next, if at all.
    std::optional<Time> next_tick() const;

  private:
    std::vector<NamedLatent> faces() const;
    void begin(std::vector<NamedLatent> faces);
    void go_to(std::size_t at);
    void turn();
    void turned();
    bool arrived() const;
    void show(Image picture);

    AppState& state_;
    Notifier& notifier_;
    std::function<std::vector<Favourite>()> favourites_;
    std::vector<NamedLatent> shown_;
    Time now_;
    bool turning_ = false;
    Time turn_asked_;  ///< when the face that is turned to was asked for
    std::optional<Time> turn_began_;
    Image from_;  ///< of a fade
    ChannelEdits from_edits_;
    Latent from_latent_;      ///< of a morph; empty: there is none
    std::uint64_t seen_ = 0;  ///< the main view's face that is on screen
    Time next_, hide_;
};

}  // namespace progan
