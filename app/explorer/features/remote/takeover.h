// Soft takeover: a knob that does not stand where its slider does moves nothing until it passes the slider.
// Plain arithmetic.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace progan {

class Takeover {
  public:
    /// From where to where a knob went since the last look, and where it came to rest.
    struct Sweep {
        double low, high, end;
    };

    /// Whether the knob moves what stands at `current`. All in the slider's measure; `near`: how far apart a
    /// knob and a slider may be and still count as one.
    bool takes(const Sweep& sweep, double current, double near) {
        const double before = std::exchange(knob_, sweep.end).value_or(sweep.end);
        const bool holds = set_ && std::abs(current - *set_) <= near;  // nothing else has moved it since
        const bool meets = std::abs(sweep.end - current) <= near;
        const bool passes = std::min(before, sweep.low) <= current && current <= std::max(before, sweep.high);
        set_.reset();
        if (!holds && !meets && !passes) return false;
        set_ = sweep.end;
        return true;
    }

  private:
    std::optional<double> knob_;  ///< where it stood last
    std::optional<double> set_;   ///< where it put what it moves; nothing while it waits
};

}  // namespace progan
