// From labelled pictures to axes of a model in one call. A plain function; any thread, one at a time per
// generator.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/axes/axis.h"
#include "core/labels/labelled_axes.h"

namespace progan {

struct LearnedAxes {
    std::vector<Axis> axes;  ///< in the order of the table, not yet measured for their effect
    std::vector<std::string>
        without_axis;            ///< columns that cannot be predicted, or that no direction changes
    std::size_t unreadable = 0;  ///< pictures that were left out
};

/// learn_attributes() from a PictureBasis, and labelled_axes(). Progress in thousandths of both together.
/// Throws Error as they do.
LearnedAxes learn_axes(Generator& generator, const AttributeTable& table, const LabelledAxesOptions& options,
                       const ProgressReport& progress = {});

}  // namespace progan
