// JSON as text.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace progan {

/// JSON text with 2 spaces of indentation, arrays of numbers on one line.
std::string pretty_json(const nlohmann::ordered_json& json);

/// JSON text on one line, or indented by so many spaces. Bytes that are not UTF-8, as file names may have,
/// become the replacement character.
std::string json_line(const nlohmann::ordered_json& json, int indent = -1);

}  // namespace progan
