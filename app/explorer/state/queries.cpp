#include "app/explorer/state/queries.h"

#include <algorithm>

#include "core/latent/rotation.h"

namespace progan {

const Axis* find_axis(const AppState& state, const std::string& id) {
    const auto found =
        std::find_if(state.axes.begin(), state.axes.end(), [&](const Axis& axis) { return axis.id == id; });
    return found == state.axes.end() ? nullptr : &*found;
}

Latent latent_of(const Face& face, const AppState& state) {
    Latent latent = rotate_components(face.base.latent, face.degrees);
    for (const auto& [id, degrees] : face.turns)
        if (const Axis* axis = find_axis(state, id); axis && axis->direction.size() == latent.size())
            latent = rotate(latent, axis->direction, degrees);
    return latent;
}

Latent current_latent(const AppState& state) {
    if (!state.model) return {};
    if (state.follow == Follow::journey && !state.journey.keyframes.empty())
        return sound_frame(state) ? state.timeline.sound.drive->latent(*sound_frame(state))
                                  : latent_at(shown_journey(state), shown_frame(state));
    return latent_of(state.face, state);
}

ChannelEdits current_edits(const AppState& state) {
    if (!state.model) return {};
    if (state.follow == Follow::journey && !state.journey.keyframes.empty())
        return sound_frame(state) ? state.timeline.sound.drive->edits(*sound_frame(state))
                                  : edits_at(shown_journey(state), shown_frame(state));
    return state.face.base.edits;
}

bool has_before(const AppState& state) {
    if (!state.model || state.follow == Follow::journey) return false;
    return !state.face.base.edits.empty() || !latent_before_sliders(state).empty();
}

Latent latent_before_sliders(const AppState& state) {
    if (!state.model || state.follow == Follow::journey) return {};
    const Latent& base = state.face.base.latent;
    return base == current_latent(state) ? Latent{} : base;
}

int current_level(const AppState& state) {
    if (!state.model) return 0;
    return state.level.value_or(state.model->spec.last_level);
}

double current_alpha(const AppState& state) {
    if (!state.model || current_level(state) != state.model->spec.last_level) return 1;
    return state.model->spec.alpha;
}

double current_age(const AppState& state) {
    if (!state.model) return 0;
    const double last = last_age(state.model->spec);
    return state.growth.grown_up ? last : std::clamp(state.growth.age, first_age(state.model->spec), last);
}

bool is_whole_face(const AppState& state, const RenderRequest& request) {
    return state.model && request.level == state.model->spec.last_level &&
           request.alpha == state.model->spec.alpha;
}

std::filesystem::path favourites_path(const AppState& state) {
    return state.data_dir / "favourites.json";
}

std::filesystem::path default_run_folder(const AppState& state) {
    const TrainingForm& form = state.training.form;
    const std::filesystem::path data = std::filesystem::path(form.data).lexically_normal();
    std::string name = form.name;
    if (name.empty()) name = (data.has_filename() ? data : data.parent_path()).filename().string();
    std::replace(name.begin(), name.end(), '/', '-');
    return state.data_dir / "runs" / (name.empty() ? "run" : name);
}

std::optional<RenderRequest> request_from_state(const AppState& state) {
    const bool slide = state.model && !state.slideshow.latent.empty();
    Latent latent = slide ? state.slideshow.latent : current_latent(state);
    ChannelEdits edits = slide ? state.slideshow.edits : current_edits(state);
    if (state.before && !slide && has_before(state)) {
        if (Latent before = latent_before_sliders(state); !before.empty()) latent = std::move(before);
        edits.clear();
    }
    if (latent.empty()) return std::nullopt;
    RenderRequest request;
    request.add(std::move(latent), edits);
    if (slide) {
        request.level = state.model->spec.last_level;
        request.alpha = state.model->spec.alpha;
        return request;
    }
    request.level = current_level(state);
    request.alpha = current_alpha(state);
    if (state.center == CenterView::growth && !state.growth.grown_up) {
        const GrowthStage stage = stage_at(current_age(state));
        request.level = stage.level;
        request.alpha = stage.alpha;
    }
    return request;
}

}  // namespace progan
