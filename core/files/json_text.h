// JSON text written for people to read.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace progan {

/// JSON text with 2 spaces of indentation, arrays of numbers on one line.
std::string pretty_json(const nlohmann::ordered_json& json);

}  // namespace progan
