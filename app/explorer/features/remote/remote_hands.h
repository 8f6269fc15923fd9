// What controls of other programs and devices do here. It goes the way of the hand: through the same
// controllers, so that undo and session recordings have it. One thread (the window's).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "app/explorer/features/feature_context.h"

namespace progan {

class RemoteHands {
  public:
    struct Calls {
        std::function<void()> take_over;    ///< what plays by itself ends: a hand is at work
        std::function<void()> finish_step;  ///< what was turned so far is a step of the history
        std::function<void(std::int64_t frame)> scrub;
        std::function<void()> toggle_play;
        std::function<void(int by)> step_favourite;
        std::function<void(double seconds)> set_fade;
    };
    RemoteHands(const FeatureContext& context, Calls calls)
        : state_(context.state),
          notifier_(context.notifier),
          actions_(context.actions),
          calls_(std::move(calls)) {}
    RemoteHands(const RemoteHands&) = delete;
    RemoteHands& operator=(const RemoteHands&) = delete;

    // All need a model.
    /// Where its slider's handle stands: -1 to 1; 0 is the middle.
    double position_of(const Axis& axis) const;
    void turn_axis(const Axis& axis, double position);
    // A face that is picked is a step of the history; those that follow each other within a quarter of a
    // second are one, so that no other program can flood it.
    /// False if that is not a seed.
    bool pick_seed(double seed);
    /// A knob goes through the seeds: a sweep is one step of the history, as a slider's is.
    void turn_to_seed(int seed);
    void step_seed(int by);
    /// Where the journey is, 0 to 1; nothing if there is none.
    std::optional<double> position_in_journey() const;
    bool go_to(double part);
    /// By so many parts of `of`, and by a frame each at least.
    bool step_in_journey(int by, int of);
    void play(bool plays);
    void toggle_play() { play(!state_.timeline.playing); }
    void step_favourite(int by);
    void set_fade(double seconds) const { calls_.set_fade(seconds); }

    /// Whether a slider was turned since the last call: more will follow, and they are one step.
    bool take_turned() { return std::exchange(turned_, false); }

  private:
    std::int64_t last_frame() const;
    void begin_pick();

    AppState& state_;
    Notifier& notifier_;
    FaceActions& actions_;
    Calls calls_;
    bool turned_ = false;
    std::optional<Time> picked_;
};

}  // namespace progan
