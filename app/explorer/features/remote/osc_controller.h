// Other programs turn sliders and choose faces by Open Sound Control. Off unless a person says otherwise. One
// thread (the window's); the receiver has one of its own.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/features/remote/learned_controls.h"
#include "app/explorer/features/remote/osc_feedback.h"
#include "app/explorer/features/remote/remote_hands.h"
#include "app/explorer/platform/osc_receiver.h"
#include "core/support/clock.h"

namespace progan {

class OscController {
  public:
    /// `learned`: what a person gave other addresses to move. `feedback` hears what was set from where.
    OscController(const FeatureContext& context, RemoteHands& hands, LearnedControls& learned,
                  OscFeedback& feedback)
        : state_(context.state),
          notifier_(context.notifier),
          hands_(hands),
          learned_(learned),
          feedback_(feedback) {}
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
    /// When the first message arrived that deliver() has acted on since the last call.
    std::optional<Time> take_heard_time() { return std::exchange(heard_at_, {}); }

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

    AppState& state_;
    Notifier& notifier_;
    RemoteHands& hands_;
    LearnedControls& learned_;
    OscFeedback& feedback_;
    std::function<void()> wake_ = [] {};
    Wanted listening_;
    std::optional<Time> heard_at_;
    std::unique_ptr<OscReceiver> receiver_;
    std::size_t not_understood_ = 0;  ///< of those that the receiver took for messages
    std::size_t ignored_before_ = 0;  ///< by receivers that are gone
};

}  // namespace progan
