// The newcomer's card: ticks its marks as a person does what they say, and leads a tour that moves the real
// controls. One thread (the window's).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/explorer/features/feature_context.h"
#include "core/support/clock.h"

namespace progan {

class WelcomeController {
  public:
    /// What the tour does by other features.
    struct Hands {
        std::function<void()> undo, redo, keep;
        std::function<void(const std::string& axis)> choose_axis;  ///< its row is marked
    };
    WelcomeController(const FeatureContext& context, Hands hands);

    /// The card, with no mark ticked, on the face.
    void show();
    void close();

    /// Half a minute; every change is an ordinary one that can be undone.
    void start_tour();
    /// At once, for a person takes over: everything stays as it is. False if there was none.
    bool end_tour();
    /// A slider is being turned, as by a hand that is not done.
    bool sweeping() const { return sweeping_; }

    /// All three marks are ticked: the card says so for a moment, and closes.
    bool done() const;

    void tick(Time now);
    std::optional<Time> next_tick() const { return leaves_at_; }

    static constexpr Seconds kTourLength{30}, kFarewell{6};

  private:
    struct Scene {
        Seconds length;
        const char* caption;  ///< in English
        /// Seconds since it began, in this frame and in the one before; that is -1 in the first.
        std::function<void(Seconds passed, Seconds before)> run;
    };
    void add_scenes();
    void sweep(Seconds passed, Seconds before, Seconds length);
    const Axis* next_axis() const;
    const Axis* swept_axis() const;
    void tick_marks();
    void tick_tour(Time now);
    void tick_farewell(Time now);
    void prepare_window();
    void finish_tour();

    AppState& state_;
    FaceActions& actions_;
    Hands hands_;
    ActionCounts seen_;
    std::vector<Scene> scenes_;
    std::size_t at_ = 0;
    std::vector<std::string> swept_;  ///< ids of axes; empty: there was none to turn
    std::optional<Time> tour_began_, scene_began_;
    Seconds before_{-1};
    bool sweeping_ = false;
    std::optional<Time> leaves_at_;
    Fold left_before_ = Fold::automatic;
};

}  // namespace progan
