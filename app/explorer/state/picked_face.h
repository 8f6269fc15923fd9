// Faces picked for a purpose: a parent, a term of a sum, a side of a comparison.
#pragma once

#include <cstdint>
#include <string>

#include "core/latent/named_latent.h"

namespace progan {

struct AppState;

/// The current face. Its latent is empty until a model is loaded.
NamedLatent current_face(const AppState& state);

/// The name of a face with what was edited: "Seed 15, without glasses"; also of one that was kept under that
/// name.
std::string named_with_edit(const NamedLatent& face);

/// The face of a seed on the open model. Call only while there is one.
NamedLatent face_of_seed(const AppState& state, std::uint32_t seed);

/// After another model was opened: whether the face still means something. One of another latent size starts
/// again from its seed, if it has one.
bool fit_to_model(NamedLatent& face, const AppState& state);

}  // namespace progan
