// How an animation of growth (core/model/growth.h) is spread over frames.
#pragma once

#include <cstdint>

namespace progan {

/// An animation of growth: each level stands still for `still` frames and the next fades in over `fading`.
struct GrowthFilm {
    double first = 0, last = 0;  ///< ages
    int still = 12, fading = 25;
};
std::int64_t frame_count(const GrowthFilm& film);
/// The age in frame `index`, 0 to frame_count - 1.
double age_at(const GrowthFilm& film, std::int64_t index);

}  // namespace progan
