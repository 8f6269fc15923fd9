#include "app/explorer/ui/time_left.h"

#include <cmath>

#include "core/support/translate.h"

namespace progan {
namespace {

constexpr double kMinute = 60, kHour = 3600;
constexpr double kMaxUnits = 90;  // of seconds, then of minutes

}  // namespace

std::string time_left_text(double seconds) {
    if (seconds <= kMaxUnits) return trf("{:.0f} s left", std::ceil(seconds));
    if (seconds <= kMaxUnits * kMinute) return trf("{:.0f} min left", std::ceil(seconds / kMinute));
    return trf("{:.1f} h left", std::ceil(10 * seconds / kHour) / 10);
}

}  // namespace progan
