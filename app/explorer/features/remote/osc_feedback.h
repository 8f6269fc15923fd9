// Tells another program by Open Sound Control what has changed here: sliders, the seed, the place in the
// journey, playing; under the addresses by which they are set. Off unless a host and a port are given. One
// thread (the window's); the sender has one of its own.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/features/remote/remote_hands.h"
#include "app/explorer/platform/osc_sender.h"

namespace progan {

class OscFeedback {
  public:
    OscFeedback(const FeatureContext& context, const RemoteHands& hands)
        : state_(context.state), hands_(hands) {}
    OscFeedback(const OscFeedback&) = delete;
    OscFeedback& operator=(const OscFeedback&) = delete;

    /// "HOST:PORT", or empty for none. False if it is neither: then nothing is changed.
    bool set_destination(const std::string& text);
    /// Where changes are to go: as the command line says, else the settings.
    std::string wanted() const { return state_.osc.given_to.value_or(state_.osc_settings.send_to); }

    /// A message has set what that address stands for. Whoever sent it is not told the same while they go on.
    void heard(const std::string& address, double value, std::uint32_t from, Time now);
    /// Once a frame: sends what is not as the other side knows it.
    void send_changes(Time now);
    /// When there may be something to send although nothing changes.
    std::optional<Time> next_tick() const;

  private:
    struct Entry {
        OscValue message;
        std::string what;  ///< that it says something about: an axis has several addresses
        double near = 0;   ///< up to which two values are one
    };
    std::vector<Entry> entries() const;
    void begin_as_wanted();

    AppState& state_;
    const RemoteHands& hands_;
    std::string to_;
    std::unique_ptr<OscSender> sender_;
    std::map<std::string, double> known_;  ///< to the other side, by the address
    std::map<std::string, Time> quiet_;    ///< until when nothing is said about that
};

}  // namespace progan
