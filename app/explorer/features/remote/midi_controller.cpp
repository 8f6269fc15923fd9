#include "app/explorer/features/remote/midi_controller.h"

#include <utility>
#include <vector>

#include "core/support/error.h"

namespace progan {
namespace {

constexpr Seconds kLookAgain{1};

}  // namespace

void MidiController::set_port(const std::string& port) {
    state_.midi_settings.port = port;
    state_.midi.given.reset();
}

void MidiController::look_for_ports(Time now) {
    if (looked_ && now - *looked_ < kLookAgain) return;
    looked_ = now;
    MidiPorts ports = midi_ports();
    state_.midi.sequencer = ports.sequencer;
    state_.midi.ports = std::move(ports.names);
}

/// True if what is heard, or not, is another than before.
bool MidiController::listen_as_wanted() {
    MidiState& midi = state_.midi;
    if (const std::string wanted = this->wanted(); wanted != listening_) {
        listening_ = wanted;
        receiver_.reset();
        try {
            if (!wanted.empty()) receiver_ = std::make_unique<MidiReceiver>(wanted, wake_);
        } catch (const Error&) {
            notifier_.error(current_error_sentence());
        }
    }
    std::string connected = receiver_ ? receiver_->connected() : "";
    std::string problem = receiver_ ? receiver_->problem() : "";
    if (connected == midi.connected && problem == midi.problem) return false;
    midi.connected = std::move(connected);
    midi.problem = std::move(problem);
    return true;
}

bool MidiController::deliver() {
    const bool changed = listen_as_wanted();
    if (!receiver_) return changed;
    const std::vector<MidiMove> moves = receiver_->take();
    state_.midi.heard += moves.size();
    for (const MidiMove& move : moves) learned_.heard(move);
    return changed || !moves.empty();
}

}  // namespace progan
