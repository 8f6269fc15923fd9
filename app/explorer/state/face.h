// A face as the window's sliders have it. A plain value.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/latent/named_latent.h"

namespace progan {

/// A place on the sphere and the sliders turned from there: the face is base, turned by the components in
/// order, then by the axes in order of their ids (latent_of in state.h).
struct Face {
    NamedLatent base;                    ///< its latent is empty until a model is loaded
    std::vector<float> degrees;          ///< one per component
    std::map<std::string, float> turns;  ///< degrees by axis id; none is 0

    bool operator==(const Face&) const = default;
};

}  // namespace progan
