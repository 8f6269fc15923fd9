// What a journey's choices are called in the window, in English: to be translated where they are shown. Files
// and the command line have names of their own (core/latent).
#pragma once

#include <array>
#include <cstddef>

#include "core/latent/journey/journey.h"
#include "core/support/translate.h"

namespace progan {

// In the order of their enumerations.
inline constexpr std::array kShownPaths{tr_later("great circle"), tr_later("constant speed"),
                                        tr_later("straight line"), tr_later("smooth curve")};
inline constexpr std::array kShownRepeats{tr_later("once"), tr_later("loop"), tr_later("ping-pong")};
inline constexpr std::array kShownPacings{tr_later("along the path"), tr_later("even per span"),
                                          tr_later("even throughout")};

inline const char* name_of(InterpolationMethod path) {
    return kShownPaths[static_cast<std::size_t>(path)];
}
inline const char* name_of(Repeat repeat) {
    return kShownRepeats[static_cast<std::size_t>(repeat)];
}
inline const char* name_of(Pacing pacing) {
    return kShownPacings[static_cast<std::size_t>(pacing)];
}

}  // namespace progan
