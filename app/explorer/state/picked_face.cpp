#include "app/explorer/state/picked_face.h"

#include "app/explorer/state/queries.h"
#include "core/latent/seeds.h"
#include "core/support/translate.h"

namespace progan {

std::string named_with_edit(const NamedLatent& face) {
    if (face.edits.empty()) return face.name;
    const std::string mark = "\x1f";
    const std::string pattern =
        face.edit_name.empty() ? trf("{} (edited)", mark) : trf("{}, {}", mark, face.edit_name);
    const std::size_t at = pattern.find(mark);
    const std::string before = pattern.substr(0, at), after = pattern.substr(at + mark.size());
    return face.name.starts_with(before) && face.name.ends_with(after) ? face.name
                                                                       : before + face.name + after;
}

NamedLatent current_face(const AppState& state) {
    NamedLatent face{current_latent(state), std::nullopt, state.face.base.name, current_edits(state)};
    if (state.follow == Follow::journey) {
        face.name = shown_frame_label(state);
        const Place place = place_of(shown_journey(state), shown_frame(state));
        if (place.t == 0 && !sound_frame(state)) face.seed = shown_journey(state).keyframes[place.span].seed;
    } else if (face.latent == state.face.base.latent)
        face.seed = state.face.base.seed;
    else
        face.name = trf("{} (turned)", face.name);
    if (state.follow == Follow::sliders && !face.edits.empty()) {
        face.edit_name = state.face.base.edit_name;
        face.name = named_with_edit(face);
    }
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
    face.edits.clear();  // of channels of another model
    face.edit_name.clear();
    return true;
}

}  // namespace progan
