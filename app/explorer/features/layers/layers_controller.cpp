#include "app/explorer/features/layers/layers_controller.h"

#include <algorithm>
#include <utility>

#include "app/explorer/state/queries.h"
#include "core/engine/channel_survey_job.h"

namespace progan {
namespace {

constexpr int kSurveyedFaces = 48;

/// The maps are those that arrive at the level: what its own channels are set to does not change them, so
/// that a channel that is switched off can still be seen.
ChannelEdits below(ChannelEdits edits, int level) {
    std::erase_if(edits, [level](const ChannelEdit& edit) { return edit.level >= level; });
    return edits;
}

}  // namespace

int LayersController::level() const {
    const int last = state_.model ? state_.model->spec.last_level : 0;
    return std::clamp(state_.layers_settings.level, 0, last);
}

void LayersController::set_level(int level) {
    if (level == this->level()) return;
    state_.layers_settings.level = level;
    state_.layers.channel.reset();
    state_.layers.maps.reset();
}

void LayersController::set_order(ChannelOrder order) {
    state_.layers_settings.order = order;
}

void LayersController::set_scale(ChannelScale scale) {
    state_.layers_settings.scale = scale;
}

void LayersController::show_overlay(bool shown) {
    state_.layers_settings.overlay = shown;
}

void LayersController::choose(int channel) {
    std::optional<int>& chosen = state_.layers.channel;
    if (chosen == channel)
        chosen.reset();
    else
        chosen = channel;
}

ChannelEdits LayersController::edits() const {
    return current_edits(state_);
}

float LayersController::strength(int channel) const {
    return strength_of(edits(), level(), channel);
}

int LayersController::edited_in(int level) const {
    const ChannelEdits all = edits();
    return static_cast<int>(std::count_if(all.begin(), all.end(),
                                          [level](const ChannelEdit& edit) { return edit.level == level; }));
}

void LayersController::tick(Time /*now*/) {
    LayersState& layers = state_.layers;
    if (!state_.model) return;
    if (state_.epoch != epoch_) {
        epoch_ = state_.epoch;
        layers = {};
        submitted_ = {};
        not_surveyed_ = -1;
        survey_.abandon();
    }
    if (state_.center != CenterView::layers || !state_.shows_features) {
        survey_.abandon();
        layers.maps.reset();
        submitted_ = {};
        return;  // nothing is made that no one sees
    }
    ask_for_maps();
    ask_for_survey();
}

void LayersController::ask_for_maps() {
    Latent latent = current_latent(state_);
    if (latent.empty()) return;
    RenderRequest request{{}, level(), 1};
    request.add(std::move(latent), below(current_edits(state_), level()));
    if (request == submitted_) return;
    submitted_ = request;
    submitted_id_ = engine_.submit(Purpose::channels, std::move(request));
}

void LayersController::maps_made(const ChannelsReady& ready) {
    if (ready.epoch != state_.epoch || submitted_.latents.empty() || ready.maps->level != level()) return;
    LayersState& layers = state_.layers;
    layers.maps = ready.maps;
    ++layers.maps_version;
    layers.problem.clear();
}

bool LayersController::failed(std::uint64_t request_id, const std::string& why) {
    if (request_id != submitted_id_) return false;
    state_.layers.maps.reset();
    state_.layers.problem = why;
    return true;
}

void LayersController::ask_for_survey() {
    const int level = this->level();
    if (state_.layers.surveys.contains(level) || level == not_surveyed_) return;
    if (survey_.pending() && surveying_ == level) return;
    survey_.abandon();
    surveying_ = level;
    survey_ = engine_.start_job(
        [level](std::shared_ptr<Generator> generator) {
            return make_channel_survey_job(std::move(generator), level, kSurveyedFaces);
        },
        {.done =
             [this, level](Result<ChannelSurvey> made) {
                 if (made)
                     state_.layers.surveys[level] = std::move(*made);
                 else if (!made.was_cancelled())
                     not_surveyed_ = level;  // the maps, which fail too, say why
             }},
        JobRank::in_turn);
}

}  // namespace progan
