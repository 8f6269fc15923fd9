// One axis as JSON, without its direction: an entry of axes.json and of the history.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/axes/axis.h"
#include "core/axes/axis_file.h"
#include "core/files/json_reader.h"

namespace progan {

inline constexpr std::size_t kMaxAxisNameBytes = 200;

nlohmann::ordered_json axis_to_json(const Axis& axis);

/// Scales the direction to length 1. Throws Error naming the member that is missing or wrong, or if the
/// direction has length 0.
Axis axis_from_json(const JsonReader& json, Latent direction);
/// The same; `where` begins the error.
Axis axis_from_json(const nlohmann::json& json, Latent direction, const std::string& where);

}  // namespace progan
