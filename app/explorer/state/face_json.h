// Faces as JSON: in the session and in the history.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/explorer/state/face.h"
#include "core/files/json_reader.h"

namespace progan {

nlohmann::json face_to_json(const Face& face);
/// Throws Error naming the member that is missing or wrong.
Face face_from_json(const JsonReader& json);

nlohmann::json named_latent_to_json(const NamedLatent& face);
/// Throws Error naming the member that is missing or wrong, also for a latent without a direction.
NamedLatent named_latent_from_json(const JsonReader& json);

}  // namespace progan
