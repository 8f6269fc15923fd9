#include "app/explorer/features/remote/knob_values.h"

#include <algorithm>

namespace progan {

bool is_relative(ControlScale scale) {
    return scale == ControlScale::twos_complement || scale == ControlScale::binary_offset ||
           scale == ControlScale::signed_bit;
}

double knob_part(int value, int most) {
    return std::clamp(static_cast<double>(value) / most, 0.0, 1.0);
}

double knob_position(int value, int most) {
    const int middle = (most + 1) / 2, from = value - middle;
    const int way = from < 0 ? middle : most - middle;
    return std::clamp(static_cast<double>(from) / way, -1.0, 1.0);
}

}  // namespace progan
