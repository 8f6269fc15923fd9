// A face as JSON: in the session and in the history.
#pragma once

#include <nlohmann/json.hpp>

#include "app/explorer/state/face.h"

namespace progan {

nlohmann::json face_to_json(const Face& face);

/// Throws Error or nlohmann's exceptions if it is no face.
Face face_from_json(const nlohmann::json& object);

nlohmann::json seed_to_json(const std::optional<std::uint32_t>& seed);
/// The member "seed", if it is one.
std::optional<std::uint32_t> seed_from_json(const nlohmann::json& object);

/// The member of that name as a latent. Throws Error if it is none.
std::vector<float> floats(const nlohmann::json& object, const char* name);

}  // namespace progan
