// Times on the window's clock, for tests.
#pragma once

#include "core/support/clock.h"

namespace progan::test {

inline Time at(double seconds) {
    return Time(Seconds{seconds});
}

inline double seconds(Time time) {
    return time.time_since_epoch().count();
}

}  // namespace progan::test
