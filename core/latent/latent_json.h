// A latent inside a JSON document.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/latent/latent.h"

namespace progan {

/// An array of numbers. Each has as few digits as bring back the same float.
nlohmann::ordered_json latent_to_json(const Latent& latent);

/// Throws Error with `where` ("FILE: favourite 3") unless it is an array of 1 to 16384 finite numbers.
Latent latent_from_json(const nlohmann::json& json, const std::string& where);

}  // namespace progan
