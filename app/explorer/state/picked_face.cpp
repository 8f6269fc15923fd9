#include "app/explorer/state/picked_face.h"

#include "app/explorer/state/queries.h"
#include "core/latent/seeds.h"
#include "core/support/translate.h"

namespace progan {

NamedLatent current_face(const AppState& state) {
    NamedLatent face{current_latent(state), std::nullopt, state.face.base.name};
    if (state.follow == Follow::journey) {
        face.name = shown_frame_label(state);
        const Place place = place_of(shown_journey(state), shown_frame(state));
        if (place.t == 0) face.seed = shown_journey(state).keyframes[place.span].seed;
    } else if (face.latent == state.face.base.latent)
        face.seed = state.face.base.seed;
    else
        face.name = trf("{} (turned)", face.name);
    return face;
}

NamedLatent face_of_seed(const AppState& state, std::uint32_t seed) {
    return {latent_from_seed(seed, static_cast<std::size_t>(state.model->spec.latent_size),
                             state.settings.seed_mode),
            seed, trf("Seed {}", seed)};
}

bool fit_to_model(NamedLatent& face, const AppState& state) {
    if (!state.model || face.latent.size() == static_cast<std::size_t>(state.model->spec.latent_size))
        return true;
    if (!face.seed) return false;
    face.latent = face_of_seed(state, *face.seed).latent;
    return true;
}

}  // namespace progan
