// One axis as JSON, without its direction: an entry of axes.json and of the history.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/axes/axis.h"
#include "core/axes/axis_file.h"

namespace progan {

inline constexpr std::size_t kLongestAxisName = 200;  ///< letters (bytes)

nlohmann::ordered_json axis_to_json(const Axis& axis);

/// Throws Error with `where` ("FILE: axis 3") and what is wrong, also if the direction has no length. One
/// that is not of length 1 is brought to it.
Axis axis_from_json(const nlohmann::json& json, Latent direction, const std::string& where);

}  // namespace progan
