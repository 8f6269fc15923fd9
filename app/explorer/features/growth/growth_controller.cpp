#include "app/explorer/features/growth/growth_controller.h"

#include <algorithm>

#include "app/explorer/state/queries.h"

namespace progan {
namespace {

constexpr double kSecondsPerLevel = 1;

}  // namespace

void GrowthController::set_age(double age) {
    if (!state_.model) return;
    const ModelSpec& spec = state_.model->spec;
    state_.growth.age = std::clamp(age, first_age(spec), last_age(spec));
    state_.growth.grown_up = state_.growth.age >= last_age(spec);
}

void GrowthController::toggle() {
    if (!state_.model) return;
    GrowthState& growth = state_.growth;
    growth.playing = !growth.playing;
    if (growth.playing && growth.grown_up) set_age(first_age(state_.model->spec));
}

void GrowthController::advance(Seconds passed) {
    if (!state_.model || !state_.growth.playing) return;
    set_age(current_age(state_) + passed.count() / kSecondsPerLevel);
    if (state_.growth.grown_up) state_.growth.playing = false;
}

void GrowthController::record() {
    if (!state_.model) return;
    const ModelSpec& spec = state_.model->spec;
    const int fading = std::max(1, static_cast<int>(state_.record.fps * kSecondsPerLevel));
    record_({first_age(spec), last_age(spec), std::max(1, fading / 2), fading});
}

}  // namespace progan
