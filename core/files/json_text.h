// JSON text: parsed with errors that name the file, written for people to read.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace progan {

/// Parses JSON. Throws Error with `name` (the file) if it is none, or holds a number beyond all bounds.
nlohmann::json parse_json(std::string_view text, const std::string& name);

/// JSON text with 2 spaces of indentation, arrays of numbers on one line.
std::string pretty_json(const nlohmann::ordered_json& json);

}  // namespace progan
