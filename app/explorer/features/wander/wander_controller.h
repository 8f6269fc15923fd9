// Wandering: an endless walk through faces, from the one that is shown. The face's base walks, its sliders
// stay where they are, and what is locked stays as it is. One thread (the window's).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/state/face.h"
#include "core/latent/wander.h"
#include "core/support/clock.h"

namespace progan {

class WanderController {
  public:
    /// `ended` hears that a walk has: what it did is one step of the history.
    WanderController(const FeatureContext& context, std::function<void()> ended)
        : state_(context.state),
          actions_(context.actions),
          notifier_(context.notifier),
          ended_(std::move(ended)) {}
    WanderController(const WanderController&) = delete;
    WanderController& operator=(const WanderController&) = delete;

    /// Starts a walk at random, or ends the one under way.
    void toggle();
    /// A walk of that seed. Says why if there cannot be one.
    void start(std::uint32_t seed);
    /// The face stays where the walk is. False if there was none.
    bool end();
    /// Time has passed.
    void advance(Seconds passed);

    // Settings. The walk under way turns to what they say, from where it is.
    void set_pace(double degrees_per_second);
    void set_reach(double degrees);
    void set_chosen_only(bool chosen_only);
    void toggle_axis(const std::string& id);

  private:
    std::optional<WanderOptions> options(std::uint32_t seed, std::size_t size) const;
    std::string begin(std::uint32_t seed);
    void settings_changed();
    bool left_alone() const;

    AppState& state_;
    FaceActions& actions_;
    Notifier& notifier_;
    std::function<void()> ended_;
    std::optional<Wander> walk_;
    std::uint32_t seed_ = 0;
    Face face_;         ///< as the walk left it
    std::string name_;  ///< of the faces on the way
};

}  // namespace progan
