// What favourites.json and journey.json share: JSON text, and latents inside it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/latent/latent.h"

namespace progan {

/// Parses JSON. Throws Error with `name` (the file) if it is none, or holds a number beyond all bounds.
nlohmann::json parse_json(std::string_view text, const std::string& name);

/// An array of numbers. Each has as few digits as bring back the same float.
nlohmann::ordered_json latent_to_json(const Latent& latent);

/// Throws Error with `where` ("FILE: favourite 3") unless it is an array of 1 to 16384 finite numbers.
Latent latent_from_json(const nlohmann::json& json, const std::string& where);

/// JSON text with 2 spaces of indentation, arrays of numbers on one line.
std::string pretty_json(const nlohmann::ordered_json& json);

}  // namespace progan
