#include "app/explorer/features/remote/control_learner.h"

#include <algorithm>

namespace progan {
namespace {

constexpr Seconds kRest{0.8};        // after which a control is not moved any more
constexpr int kMostSteps = 15;       // that an encoder says at once
constexpr std::size_t kEnough = 12;  // numbers of a knob that is turned from place to place
constexpr int kFarEnough = 24;       // that it has come by then
constexpr int kFineAbove = 32;
constexpr double kPressed = 0.5;

enum class Region { low, high, above_middle, below_middle, other };

Region region_of(int value) {
    if (value >= 1 && value <= kMostSteps) return Region::low;
    if (value >= 128 - kMostSteps) return Region::high;
    if (value >= 65 && value <= 64 + kMostSteps) return Region::above_middle;
    if (value <= 63 && value >= 64 - kMostSteps) return Region::below_middle;
    return Region::other;
}

/// An encoder's two regions: numbers to the right and to the left.
struct Way {
    ControlScale scale;
    Region right, left;
};
constexpr Way kWays[] = {{ControlScale::twos_complement, Region::low, Region::high},
                         {ControlScale::signed_bit, Region::low, Region::above_middle},
                         {ControlScale::binary_offset, Region::above_middle, Region::below_middle}};

std::ptrdiff_t count_in(std::span<const int> values, Region region) {
    return std::count_if(values.begin(), values.end(), [&](int value) { return region_of(value) == region; });
}

std::ptrdiff_t repeats(std::span<const int> values) {
    std::ptrdiff_t count = 0;
    for (std::size_t i = 1; i < values.size(); ++i) count += values[i] == values[i - 1] ? 1 : 0;
    return count;
}

/// Both ways were turned, and all numbers are an encoder's.
std::optional<ControlScale> both_ways(std::span<const int> values) {
    for (const Way& way : kWays) {
        const auto right = count_in(values, way.right), left = count_in(values, way.left);
        if (right > 0 && left > 0 && right + left == static_cast<std::ptrdiff_t>(values.size()))
            return way.scale;
    }
    return std::nullopt;
}

bool is_printable(const std::string& address) {
    return std::all_of(address.begin(), address.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

constexpr std::size_t kLongestAddress = 256;

}  // namespace

ControlScale likely_scale(std::span<const int> values) {
    const std::optional<ControlScale> both = both_ways(values);
    // About the middle a knob that is turned slowly passes the same numbers, but none twice in a row.
    if (both && (repeats(values) > 0 || *both != ControlScale::binary_offset)) return *both;
    if (repeats(values) < 2) return ControlScale::absolute;
    // One way only: 1, 1, 1 may be a sign bit's, too, but that is rare.
    const auto all = static_cast<std::ptrdiff_t>(values.size());
    if (count_in(values, Region::low) == all || count_in(values, Region::high) == all)
        return ControlScale::twos_complement;
    if (count_in(values, Region::above_middle) == all || count_in(values, Region::below_middle) == all)
        return ControlScale::binary_offset;
    return ControlScale::absolute;
}

bool scale_is_sure(std::span<const int> values) {
    if (likely_scale(values) != ControlScale::absolute)
        return both_ways(values).has_value() && repeats(values) > 0;
    if (values.size() < kEnough) return false;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    return *high - *low >= kFarEnough;
}

void ControlLearner::hear(const MidiMove& move, Time now) {
    if (pressed_ ? move.presses == 0 : move.control.kind != MidiKind::control) return;
    const bool first = !found_;
    if (first) {
        found_.emplace();
        found_->midi = move.control;
    }
    // Some devices send what refines a value before the value.
    MidiControl refines = move.control;
    refines.number += kFineAbove;
    const bool whole = found_->osc.empty() && found_->midi == refines && move.has_fine;
    if (whole) {
        found_->midi = move.control;
        values_.clear();
    }
    if (!found_->osc.empty() || found_->midi != move.control) return;  // one at a time
    last_ = now;
    values_.insert(values_.end(), move.values.begin(), move.values.end());
    if (pressed_)
        sure_ = true;
    else if (move.has_fine)
        found_->scale = ControlScale::fine;
    else if (found_->scale != ControlScale::fine)
        found_->scale = likely_scale(values_);
    sure_ = sure_ || (found_->scale != ControlScale::fine ? scale_is_sure(values_) : values_.size() > 1);
}

void ControlLearner::hear(const std::string& osc_address, double value, Time now) {
    if (pressed_ && value < kPressed) return;
    if (osc_address.size() > kLongestAddress || !is_printable(osc_address)) return;
    if (!found_) {
        found_.emplace();
        found_->osc = osc_address;
        found_->scale = ControlScale::unit;
    }
    if (found_->osc != osc_address) return;
    last_ = now;
    if (value < 0) found_->scale = ControlScale::both_sides;
    sure_ = pressed_ || value < 0;
}

std::optional<ControlBinding> ControlLearner::learned(Time now) const {
    if (!found_ || (!sure_ && now < *next_tick())) return std::nullopt;
    return found_;
}

std::optional<Time> ControlLearner::next_tick() const {
    if (!found_) return std::nullopt;
    return last_ + kRest;
}

}  // namespace progan
