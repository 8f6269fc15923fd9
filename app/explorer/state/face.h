// A face as the window's sliders have it. A plain value.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/latent/latent.h"

namespace progan {

/// A place on the sphere and the sliders turned from there: the face is base, turned by the components in
/// order, then by the axes in order of their ids (latent_of in state.h).
struct Face {
    Latent base;                         ///< empty until a model is loaded
    std::vector<float> degrees;          ///< one a component
    std::map<std::string, float> turns;  ///< degrees by axis id; none is 0
    std::optional<std::uint32_t> seed;   ///< if base came from one
    std::string label;                   ///< "Seed 15", "Smiling", "Between A and B"

    bool operator==(const Face&) const = default;
};

}  // namespace progan
