// An axis: a direction on the sphere that a slider turns the face toward. Plain values, owned by the window's
// state or a command.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/latent/latent.h"

namespace progan {

/// How an axis was found.
enum class AxisMethod {
    sefa,      ///< the first layer's weight, in closed form
    pca,       ///< how the features of a level vary, mapped back to latents
    taught,    ///< from faces that the user sorted
    imported,  ///< from a file
    labels,    ///< from pictures with labels (core/labels)
};

struct Axis {
    std::string id;  ///< unique in its model, and the same at every start: "sefa-3", "taught-5f0c..."
    std::string name;
    AxisMethod method = AxisMethod::sefa;
    int level = 0;        ///< for PCA: the level of the features
    Latent direction;     ///< of length 1
    double effect = 0;    ///< mean absolute change of the picture's 8-bit values per degree; 0: not measured
    bool hidden = false;  ///< not listed
    bool pinned = false;  ///< listed first
    std::vector<Latent> more, less;  ///< for taught: the examples
    /// Cross-validated. For taught: fraction classified correctly. For labels: of two values the area under
    /// the ROC curve, of numbers R squared.
    std::optional<double> accuracy = {};
    std::string low, high;             ///< what the ends show, "young" and "old"; empty: no words for them
    std::string attribute = {};        ///< for labels: the column that it was learned from
    std::optional<double> range = {};  ///< useful degrees to each side
    std::optional<int> order = {};     ///< place in the list that its maker gave it, from 1

    bool operator==(const Axis&) const = default;
};

}  // namespace progan
