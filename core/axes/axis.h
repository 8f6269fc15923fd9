// An axis: a direction on the sphere that a slider turns the face toward. Pure values; the owner is the
// window's state or a command.
#pragma once

#include <string>
#include <vector>

#include "core/latent/latent.h"

namespace progan {

/// Where an axis came from.
enum class AxisMethod {
    sefa,      ///< the first layer's weight, in closed form
    pca,       ///< how the features of a level vary, mapped back to latents
    taught,    ///< from faces that a person sorted
    imported,  ///< from a file
};

struct Axis {
    std::string id;  ///< unique in its model, and the same at every start: "sefa-3", "taught-5f0c..."
    std::string name;
    AxisMethod method = AxisMethod::sefa;
    int level = 0;        ///< of PCA: whose features
    Latent direction;     ///< of length 1
    double effect = 0;    ///< mean absolute change of the picture's 8-bit values a degree; 0: not measured
    bool hidden = false;  ///< not listed
    bool pinned = false;  ///< listed first
    std::vector<Latent> more, less;  ///< of taught: the faces it was taught by
    double accuracy = -1;            ///< of taught: the part of them told right, cross-validated; -1: unknown

    bool operator==(const Axis&) const = default;
};

}  // namespace progan
