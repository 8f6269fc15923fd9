// Typicality: toward the middle of faces that somebody likes, or away from it. On a sphere it takes the place
// of truncation, which scales z and does nothing there. Pure arithmetic, any thread.
#pragma once

#include <span>

#include "core/latent/latent.h"

namespace progan {

/// The mean direction of some faces: the mean of their unit latents, length 1 (Mardia and Jupp 2000, the
/// sample mean direction). Throws Error if there are none, sizes differ, one is zero, or they cancel each
/// other (a mean shorter than 1e-4).
Latent mean_direction(std::span<const Latent> faces);

/// `z` turned by `degrees` toward `mean` (more typical), away from it if negative (more surprising). It stops
/// at the mean and at its opposite, where there is no further way: the turn is clamped to their angles.
Latent toward_mean(std::span<const float> z, std::span<const float> mean, double degrees);

}  // namespace progan
