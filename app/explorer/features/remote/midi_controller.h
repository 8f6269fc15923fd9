// A MIDI device's knobs and buttons move what a person taught them to (LearnedControls). Off unless a port is
// chosen. One thread (the window's); the receiver has one of its own.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/features/remote/learned_controls.h"
#include "app/explorer/platform/midi_receiver.h"

namespace progan {

class MidiController {
  public:
    MidiController(const FeatureContext& context, LearnedControls& learned)
        : state_(context.state), notifier_(context.notifier), learned_(learned) {}
    MidiController(const MidiController&) = delete;
    MidiController& operator=(const MidiController&) = delete;

    /// `wake` is called on another thread when deliver() has something to do.
    void wake_by(std::function<void()> wake) { wake_ = std::move(wake); }

    /// By its name; empty: none.
    void set_port(const std::string& port);
    /// Looks which ports there are, for the list of them; at most once a second.
    void look_for_ports(Time now);
    /// The port that is to be heard: the command line's, else the settings'.
    std::string wanted() const { return state_.midi.given.value_or(state_.midi_settings.port); }

    /// Begins and ends to listen as the state says, and has the controls do what they were moved to do. Once
    /// a frame, at least. Returns whether anything has happened.
    bool deliver();

  private:
    bool listen_as_wanted();

    AppState& state_;
    Notifier& notifier_;
    LearnedControls& learned_;
    std::function<void()> wake_ = [] {};
    std::string listening_;
    std::unique_ptr<MidiReceiver> receiver_;
    std::optional<Time> looked_;
};

}  // namespace progan
