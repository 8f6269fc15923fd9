// One favourite as JSON: an entry of favourites.json, of a picture's text and of the history.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/documents/favourites.h"

namespace progan {

nlohmann::ordered_json favourite_to_json(const Favourite& favourite);

/// Throws Error with `where` ("FILE: favourite 3") and what is wrong.
Favourite favourite_from_json(const nlohmann::json& json, const std::string& where);

}  // namespace progan
