// What MIDI devices send, from bytes to how far each knob was moved. Of many messages of one control the
// newest counts, and steps of an endless knob add up, so that a flood costs no more than one message. No
// thread of its own; whoever shares it locks.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "core/documents/control_bindings.h"

namespace progan {

struct MidiMessage {
    MidiControl control;
    int value = 0;  ///< 0 to 127: of the control, or how hard the key was struck; 0 when it comes up

    bool operator==(const MidiMessage&) const = default;
};

/// Bytes as they come from a device, cut anywhere. Messages that mean nothing here (clock, pitch bend,
/// system-exclusive data) are passed over. Source: MIDI 1.0 Detailed Specification.
class MidiStream {
  public:
    /// The message that this byte completes, if it does.
    std::optional<MidiMessage> push(std::byte byte);

  private:
    int status_ = 0;  ///< of the message under way; it holds for those that follow without one
    std::optional<int> first_;
};

/// Of an endless knob: how many steps to the right a value says, in one of the three ways of saying it.
int midi_steps(ControlScale scale, int value);

/// What one control did.
struct MidiMove {
    MidiControl control;
    int value = 0;            ///< the newest
    int low = 0, high = 0;    ///< the least and the greatest since the last call of take()
    int fine = 0;             ///< 14 bits with the control 32 numbers higher, 0 to 16383
    bool has_fine = false;    ///< that one came
    int presses = 0;          ///< how often it went from less than half to half or more: keys and buttons
    std::vector<int> values;  ///< all, but of a flood only the first; none if it was refined alone

    /// How many steps to the right, in one of the ways that endless knobs have.
    int steps(ControlScale scale) const;

    std::array<int, 3> steps_of = {};
};

class MidiMoves {
  public:
    void push(const MidiMessage& message);
    bool empty() const { return moved_.empty(); }
    /// What was moved since the last call, in the order in which it began to.
    std::vector<MidiMove> take();

  private:
    struct State {
        MidiMove move;
        bool pressed = false, moved = false;
    };
    State& note_move(const MidiControl& control);

    std::map<MidiControl, State> states_;  ///< of all controls that ever sent; the protocol bounds them
    std::vector<MidiControl> moved_;
};

}  // namespace progan
