// Other programs turn sliders and choose faces by Open Sound Control. What a message does goes the way of the
// hand: through the same controllers, so that undo and session recordings have it. Off unless a person says
// otherwise. One thread (the window's); the receiver has one of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/platform/osc_receiver.h"

namespace progan {

class OscController {
  public:
    struct Hands {
        std::function<void()> take_over;    ///< what plays by itself ends: a hand is at work
        std::function<void()> finish_step;  ///< what was turned so far is a step of the history
        std::function<void(std::int64_t frame)> scrub;
        std::function<void()> toggle_play;
        std::function<void(int by)> step_favourite;
        std::function<void(double seconds)> set_fade;
    };
    OscController(const FeatureContext& context, Hands hands)
        : state_(context.state),
          actions_(context.actions),
          notifier_(context.notifier),
          hands_(std::move(hands)) {}
    OscController(const OscController&) = delete;
    OscController& operator=(const OscController&) = delete;

    /// `wake` is called on another thread when deliver() has something to do.
    void wake_by(std::function<void()> wake) { wake_ = std::move(wake); }

    void set_on(bool on);
    void set_port(int port);
    void set_other_machines(bool heard);

    /// Begins and ends to listen as the state says, and does what the messages say that have come. Once a
    /// frame, at least. Returns whether there were any.
    bool deliver();
    /// Whether a message has turned a slider since the last call: more will follow, and they are one step.
    bool take_turned() { return std::exchange(turned_, false); }

  private:
    struct Wanted {
        bool on = false;
        int port = 0;
        OscSenders senders = OscSenders::this_computer;

        bool operator==(const Wanted&) const = default;
    };
    Wanted wanted() const;
    void listen_as_wanted();
    bool act(const OscMessage& message);
    bool turn_axis(std::string_view name, double position);
    bool pick_seed(double seed);
    bool go_to(double part);
    void play(bool plays);

    AppState& state_;
    FaceActions& actions_;
    Notifier& notifier_;
    Hands hands_;
    std::function<void()> wake_ = [] {};
    Wanted listening_;
    std::unique_ptr<OscReceiver> receiver_;
    std::size_t not_understood_ = 0;  ///< of those that the receiver took for messages
    std::size_t ignored_before_ = 0;  ///< by receivers that are gone
    bool turned_ = false;
};

}  // namespace progan
