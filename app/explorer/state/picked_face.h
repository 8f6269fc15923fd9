// Faces picked for a purpose: a parent, a term of a sum, a side of a comparison.
#pragma once

#include <cstdint>

#include "core/latent/named_latent.h"

namespace progan {

struct AppState;

/// The current face. Its latent is empty until a model is loaded.
NamedLatent current_face(const AppState& state);

/// The face of a seed on the open model. Call only while there is one.
NamedLatent face_of_seed(const AppState& state, std::uint32_t seed);

/// After another model was opened: whether the face still means something. One of another latent size starts
/// again from its seed, if it has one.
bool fit_to_model(NamedLatent& face, const AppState& state);

}  // namespace progan
