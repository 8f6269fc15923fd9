// Typicality: toward the average of the user's favourites, or away from it. It replaces truncation, which
// scales z and has no effect on a sphere. Pure arithmetic, any thread.
#pragma once

#include <span>

#include "core/latent/latent.h"

namespace progan {

/// The mean direction of faces: the mean of their unit latents, scaled to length 1 (Mardia and Jupp 2000, the
/// sample mean direction). Throws Error if there are none, sizes differ, one is zero, or they cancel each
/// other out (a mean shorter than 1e-4).
Latent mean_direction(std::span<const Latent> faces);

/// `z` turned by `degrees` toward `mean` (more typical), or away from it if negative (less typical). The turn
/// is clamped so that it stops at the mean and at its opposite.
Latent toward_mean(std::span<const float> z, std::span<const float> mean, double degrees);

}  // namespace progan
