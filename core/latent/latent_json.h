// A latent inside a JSON document.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/files/json_reader.h"
#include "core/latent/latent.h"

namespace progan {

/// A list of numbers, each with the fewest digits that restore the same float.
nlohmann::ordered_json latent_to_json(const Latent& latent);

/// A list of 1 to 16384 finite numbers, or Error.
Latent latent_from_json(const JsonReader& json);
/// The same; `where` begins the error.
Latent latent_from_json(const nlohmann::json& json, const std::string& where);

}  // namespace progan
