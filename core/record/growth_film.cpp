#include "core/record/growth_film.h"

#include <algorithm>
#include <cmath>

namespace progan {

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
