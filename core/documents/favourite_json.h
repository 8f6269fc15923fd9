// One favourite as JSON: an entry of favourites.json, of a picture's text chunk and of the history.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/documents/favourites.h"
#include "core/files/json_reader.h"

namespace progan {

nlohmann::ordered_json favourite_to_json(const Favourite& favourite);

/// Throws Error naming the member that is missing or wrong.
Favourite favourite_from_json(const JsonReader& json);
/// The same; `where` begins the error.
Favourite favourite_from_json(const nlohmann::json& json, const std::string& where);

}  // namespace progan
