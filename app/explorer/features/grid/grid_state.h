// What the grid shows. Plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/explorer/state/picked_face.h"

namespace progan {

class KeptFields;

enum class GridMode { around, breed, sum };

inline constexpr float kMaxRadius = 90, kMaxMutation = 45;  // degrees

struct GridState {
    GridMode mode = GridMode::around;
    int side = 3;  ///< faces per side: 3 or 5

    // Around the current face.
    float radius = 20;             ///< degrees from the middle to the middle of an edge
    std::string across, down;      ///< an axis' id, "component 12", or empty: a random direction
    std::uint32_t directions = 1;  ///< the seed of the random ones

    // Children.
    std::vector<NamedLatent> parents;
    float mutation = 5;          ///< degrees
    std::uint32_t children = 1;  ///< their seed

    // A - B + C.
    std::array<std::optional<NamedLatent>, 3> terms;
};

/// What the session keeps of it.
void keep(KeptFields& fields, GridState& grid);

}  // namespace progan
