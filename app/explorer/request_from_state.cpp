#include "app/explorer/state.h"
#include "core/latent/rotation.h"

namespace progan {

Latent current_latent(const AppState& state) {
    if (!state.model) return {};
    if (state.follow == Follow::interpolation) {
        const Interpolation& way = state.interpolation;
        return interpolate(way.a.latent, way.b.latent, way.t, way.method);
    }
    return rotate_components(state.face.base, state.face.degrees);
}

int current_level(const AppState& state) {
    if (!state.model) return 0;
    return state.level >= 0 ? state.level : state.model->spec.last_level;
}

double current_alpha(const AppState& state) {
    if (!state.model || current_level(state) != state.model->spec.last_level) return 1;
    return state.model->spec.alpha;
}

std::optional<RenderRequest> request_from_state(const AppState& state) {
    Latent latent = current_latent(state);
    if (latent.empty()) return std::nullopt;
    RenderRequest request;
    request.latents.push_back(std::move(latent));
    request.level = current_level(state);
    request.alpha = current_alpha(state);
    return request;
}

}  // namespace progan
