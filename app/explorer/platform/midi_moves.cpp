#include "app/explorer/platform/midi_moves.h"

#include <algorithm>
#include <utility>

namespace progan {
namespace {

constexpr int kStatus = 0x80, kSystem = 0xF0, kRealTime = 0xF8;
constexpr int kNoteOff = 0x80, kNoteOn = 0x90, kControlChange = 0xB0, kProgramChange = 0xC0, kPressure = 0xD0;
constexpr int kFirstModeMessage = 120;  // "all notes off" and the like, which no knob sends
constexpr int kFineAbove = 32;          // the control that refines another has a number so much higher
constexpr int kHalf = 64;
constexpr std::size_t kMostValues = 64;
constexpr std::array kRelative{ControlScale::twos_complement, ControlScale::binary_offset,
                               ControlScale::signed_bit};

std::optional<MidiMessage> message_of(int status, int first, int second) {
    const int channel = status & 0x0F;
    switch (status & 0xF0) {
        case kNoteOff:
            return MidiMessage{{MidiKind::note, channel, first}, 0};
        case kNoteOn:
            return MidiMessage{{MidiKind::note, channel, first}, second};
        case kProgramChange:
            return MidiMessage{{MidiKind::program, channel, first}, 127};
        case kControlChange:
            if (first < kFirstModeMessage) return MidiMessage{{MidiKind::control, channel, first}, second};
            break;
        default:
            break;
    }
    return std::nullopt;
}

/// The one that an MSB and an LSB make together.
bool refines(const MidiControl& control) {
    return control.kind == MidiKind::control && control.number >= kFineAbove &&
           control.number < 2 * kFineAbove;
}

}  // namespace

std::optional<MidiMessage> MidiStream::push(std::byte byte) {
    const int value = std::to_integer<int>(byte);
    if (value >= kRealTime) return std::nullopt;  // may come within any message
    if (value >= kStatus) {
        status_ = value < kSystem ? value : 0;  // what is the system's is passed over to its end
        first_.reset();
        return std::nullopt;
    }
    if (status_ == 0) return std::nullopt;
    const int kind = status_ & 0xF0;
    if (kind == kProgramChange || kind == kPressure) return message_of(status_, value, 0);
    if (!first_) {
        first_ = value;
        return std::nullopt;
    }
    return message_of(status_, *std::exchange(first_, std::nullopt), value);
}

int midi_steps(ControlScale scale, int value) {
    switch (scale) {
        case ControlScale::twos_complement:
            return value < kHalf ? value : value - 2 * kHalf;
        case ControlScale::binary_offset:
            return value - kHalf;
        case ControlScale::signed_bit:
            return value < kHalf ? value : kHalf - value;
        default:
            return 0;
    }
}

int MidiMove::steps(ControlScale scale) const {
    for (std::size_t i = 0; i < kRelative.size(); ++i)
        if (kRelative[i] == scale) return steps_of[i];
    return 0;
}

MidiMoves::State& MidiMoves::note_move(const MidiControl& control) {
    State& state = states_[control];
    state.move.control = control;
    if (!std::exchange(state.moved, true)) moved_.push_back(control);
    return state;
}

void MidiMoves::push(const MidiMessage& message) {
    State& state = note_move(message.control);
    MidiMove& move = state.move;
    move.value = message.value;
    move.low = move.values.empty() ? message.value : std::min(move.low, message.value);
    move.high = move.values.empty() ? message.value : std::max(move.high, message.value);
    // A coarse value alone stands at the beginning of its step, until a fine one follows.
    if (message.control.number < kFineAbove) move.fine = message.value << 7;
    for (std::size_t i = 0; i < kRelative.size(); ++i)
        move.steps_of[i] += midi_steps(kRelative[i], message.value);
    const bool is_event = message.control.kind == MidiKind::program;
    const bool pressed = message.control.kind == MidiKind::note ? message.value > 0 : message.value >= kHalf;
    if (pressed && (is_event || !state.pressed)) ++move.presses;
    state.pressed = pressed;
    if (move.values.size() < kMostValues) move.values.push_back(message.value);
    if (!refines(message.control)) return;
    MidiControl coarse = message.control;
    coarse.number -= kFineAbove;
    if (!states_.contains(coarse)) return;  // then it is a control of its own
    MidiMove& whole = note_move(coarse).move;
    whole.fine = (whole.fine & ~127) | message.value;
    whole.has_fine = true;
}

std::vector<MidiMove> MidiMoves::take() {
    std::vector<MidiMove> moves;
    for (const MidiControl& control : std::exchange(moved_, {})) {
        State& state = states_[control];
        moves.push_back(state.move);
        state.moved = false;
        state.move.presses = 0;
        state.move.has_fine = false;
        state.move.values.clear();
        state.move.steps_of = {};
    }
    return moves;
}

}  // namespace progan
