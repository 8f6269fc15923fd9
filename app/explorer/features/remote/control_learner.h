// Hears what a person moves, to learn which control it is and what its numbers mean. No thread of its own.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/explorer/platform/midi_moves.h"
#include "core/documents/control_bindings.h"
#include "core/support/clock.h"

namespace progan {

/// What the numbers that a knob sent one after another mean, as far as they tell: where it stands, or in one
/// of three ways how far it was turned. Encoders repeat a few numbers at the ends of the range or about its
/// middle; a knob that says where it stands passes from number to number.
ControlScale likely_scale(std::span<const int> values);
/// Whether more numbers would hardly change that.
bool scale_is_sure(std::span<const int> values);

class ControlLearner {
  public:
    /// `pressed`: a button is looked for, not something with many values.
    explicit ControlLearner(bool pressed) : pressed_(pressed) {}

    void hear(const MidiMove& move, Time now);
    void hear(const std::string& osc_address, double value, Time now);

    /// Once it is known, or the control rests: the control with its scale.
    std::optional<ControlBinding> learned(Time now) const;
    /// What was moved so far; nothing yet: nothing.
    const std::optional<ControlBinding>& found() const { return found_; }
    /// When learned() may say more although nothing is moved.
    std::optional<Time> next_tick() const;

  private:
    bool pressed_, sure_ = false;
    std::optional<ControlBinding> found_;
    std::vector<int> values_;
    Time last_;
};

}  // namespace progan
