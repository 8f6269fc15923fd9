#include "app/explorer/features/remote/remote_hands.h"

#include <algorithm>
#include <cmath>

#include "app/explorer/state/queries.h"
#include "app/explorer/ui/degree_slider.h"
#include "core/latent/journey/journey.h"
#include "core/latent/seeds.h"

namespace progan {
namespace {

constexpr Seconds kBurst{0.25};

}  // namespace

double RemoteHands::position_of(const Axis& axis) const {
    const auto turn = state_.face.turns.find(axis.id);
    if (turn == state_.face.turns.end()) return 0;
    return static_cast<double>(position_of_degrees(turn->second, soft_degrees(axis)));
}

void RemoteHands::turn_axis(const Axis& axis, double position) {
    calls_.take_over();
    const auto part = static_cast<float>(std::clamp(position, -1.0, 1.0));
    actions_.turn_axis(axis.id, degrees_at_position(part, soft_degrees(axis)));
    turned_ = true;
}

void RemoteHands::begin_pick() {
    const Time now = notifier_.now();
    const bool burst = picked_ && now - *picked_ < kBurst;
    picked_ = now;
    if (burst)
        turned_ = true;
    else
        calls_.finish_step();
}

bool RemoteHands::pick_seed(double seed) {
    if (seed < 0 || seed > static_cast<double>(kMaxSeed) || seed != std::floor(seed)) return false;
    calls_.take_over();
    begin_pick();
    actions_.pick_seed(static_cast<std::uint32_t>(seed));
    return true;
}

void RemoteHands::turn_to_seed(int seed) {
    calls_.take_over();
    actions_.pick_seed(static_cast<std::uint32_t>(std::max(seed, 0)));
    turned_ = true;
}

void RemoteHands::step_seed(int by) {
    calls_.take_over();
    actions_.step_seed(by);
    turned_ = true;
}

std::int64_t RemoteHands::last_frame() const {
    return path_length(shown_journey(state_)) - 1;
}

std::optional<double> RemoteHands::position_in_journey() const {
    if (state_.journey.keyframes.empty()) return std::nullopt;
    return static_cast<double>(shown_frame(state_)) /
           static_cast<double>(std::max<std::int64_t>(last_frame(), 1));
}

bool RemoteHands::go_to(double part) {
    if (state_.journey.keyframes.empty()) return false;
    calls_.take_over();
    calls_.scrub(std::llround(std::clamp(part, 0.0, 1.0) * static_cast<double>(last_frame())));
    return true;
}

bool RemoteHands::step_in_journey(int by, int of) {
    if (state_.journey.keyframes.empty()) return false;
    calls_.take_over();
    const std::int64_t frames = std::max<std::int64_t>(1, (last_frame() + of / 2) / of);
    calls_.scrub(std::clamp<std::int64_t>(shown_frame(state_) + by * frames, 0, last_frame()));
    return true;
}

void RemoteHands::play(bool plays) {
    if (plays == state_.timeline.playing) return;
    calls_.take_over();
    calls_.toggle_play();
}

void RemoteHands::step_favourite(int by) {
    calls_.take_over();
    begin_pick();
    calls_.step_favourite(by);
}

}  // namespace progan
