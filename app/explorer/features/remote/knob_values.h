// What the numbers of a knob say. Plain arithmetic.
#pragma once

#include "core/documents/control_bindings.h"

namespace progan {

/// So many steps of an endless knob lead from one end of what it moves to the other.
inline constexpr int kKnobSteps = 127;

bool is_relative(ControlScale scale);
/// 0 to 1, of a number from 0 to `most`.
double knob_part(int value, int most);
/// -1 to 1. The number in the middle, 64 of 0 to 127, is 0, so that a slider can be put back there.
double knob_position(int value, int most);

}  // namespace progan
