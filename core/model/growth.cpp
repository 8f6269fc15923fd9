#include "core/model/growth.h"

#include <algorithm>
#include <cmath>

namespace progan {
namespace {

/// An age less than this above a level is that level.
constexpr double kMinAlpha = 1e-6;

}  // namespace

GrowthStage stage_at(double age) {
    const int below = static_cast<int>(std::floor(age));
    const double alpha = age - below;
    if (alpha < kMinAlpha) return {below, 1};
    return {below + 1, alpha};
}

double first_age(const ModelSpec& spec) {
    int level = spec.last_level;
    while (level > 0 && has_to_rgb(spec, level - 1)) --level;
    return level;
}

double last_age(const ModelSpec& spec) {
    return spec.last_level - 1 + std::max(spec.alpha, kMinAlpha);
}

std::int64_t frame_count(const GrowthFilm& film) {
    const auto steps = static_cast<std::int64_t>(std::ceil(film.last - film.first));
    return film.still + steps * (film.still + film.fading);
}

double age_at(const GrowthFilm& film, std::int64_t index) {
    const std::int64_t step = index / (film.still + film.fading), within = index % (film.still + film.fading);
    const double faded =
        within < film.still ? 0 : static_cast<double>(within - film.still + 1) / (film.fading + 1);
    return std::min(film.first + static_cast<double>(step) + faded, film.last);
}

}  // namespace progan
