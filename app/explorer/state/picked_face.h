// A face that was picked for a purpose: a parent, a term of a sum, a side of a comparison. A plain value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/latent/latent.h"

namespace progan {

struct AppState;

struct PickedFace {
    Latent latent;
    std::optional<std::uint32_t> seed;  ///< if the latent came from one unchanged
    std::string label;                  ///< "Seed 15", "Smiling"

    bool operator==(const PickedFace&) const = default;
};

/// The face under the hand. Its latent is empty until a model is loaded.
PickedFace current_face(const AppState& state);

/// The face of a seed on the open model. Call only while there is one.
PickedFace face_of_seed(const AppState& state, std::uint32_t seed);

/// After another model was opened: whether the face still means something. One of another latent size starts
/// anew from its seed, if it has one.
bool fit_to_model(PickedFace& face, const AppState& state);

}  // namespace progan
