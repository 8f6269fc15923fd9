// A face at every stage of growth: the generator's levels one after another, each fading in as it did in
// training.
#pragma once

#include <cstdint>

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

/// An animation of growth: each level stands still for `still` frames and the next fades in over `fading`.
struct GrowthFilm {
    double first = 0, last = 0;  ///< ages
    int still = 12, fading = 25;
};
std::int64_t frame_count(const GrowthFilm& film);
/// The age in frame `index`, 0 to frame_count - 1.
double age_at(const GrowthFilm& film, std::int64_t index);

}  // namespace progan
