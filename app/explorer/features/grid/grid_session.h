// The grid's and the comparison's part of the session file.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/explorer/features/compare/compare_state.h"
#include "app/explorer/features/grid/grid_state.h"

namespace progan {

nlohmann::json grid_to_json(const GridState& grid);
nlohmann::json compare_to_json(const CompareState& compare);

/// What is missing or out of range is left at its default; a face that is none throws.
GridState grid_from_json(const nlohmann::json& object);
CompareState compare_from_json(const nlohmann::json& object);

}  // namespace progan
