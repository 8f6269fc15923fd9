// Typicality of the current face: where it stands on the way to the middle of the favourites, and how
// to turn it there (core/axes/typicality.h). The favourites of other models do not count. One thread (the
// window's).
#pragma once

#include <string>

#include "app/explorer/state/app_state.h"
#include "app/explorer/state/face_actions.h"

namespace progan {

inline constexpr double kMaxTypical = 80;  ///< degrees; at 90 all faces are one

struct Typicality {
    int favourites = 0;    ///< whose middle it is
    Latent mean;           ///< empty: there is none
    double degrees = 0;    ///< -90..90: the face before its sliders turn it; random faces are near 0
    std::string unusable;  ///< why the face cannot be turned, as a sentence, or empty
};
Typicality typicality_of(const AppState& state);

/// Turns the face (before its sliders) until it stands there, at most kMaxTypical. It has no seed then.
void set_typicality(AppState& state, FaceActions& actions, double degrees);

}  // namespace progan
