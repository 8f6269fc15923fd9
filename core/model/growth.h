// A face at every stage of growth: the generator's levels one after another, each fading in as it did in
// training.
#pragma once

#include "core/model/spec.h"

namespace progan {

/// Arguments of Generator::generate.
struct GrowthStage {
    int level = 0;
    double alpha = 1;  ///< above 0

    bool operator==(const GrowthStage&) const = default;
};

/// `age` in levels: 2 is level 2, 2.25 is level 3 faded in by a quarter.
GrowthStage stage_at(double age);

/// The range of ages that a model can be shown at: from the lowest level above which all have a to-RGB head,
/// to the last one trained.
double first_age(const ModelSpec& spec);
double last_age(const ModelSpec& spec);

}  // namespace progan
