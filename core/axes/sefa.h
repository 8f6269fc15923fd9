// Directions in closed form (SeFa: Shen and Zhou, "Closed-Form Factorization of Latent Semantics in GANs",
// CVPR 2021): those that the first layer lengthens most. No state; any thread.
#pragma once

#include <vector>

#include "core/latent/latent.h"
#include "core/model/first_layer.h"

namespace progan {

/// A latent larger than this takes too long.
inline constexpr int kMostSefaLatent = 2048;

/// The eigenvectors of A^T A for the first layer's weight A [outputs, latent], largest eigenvalue first, each
/// of length 1, its component of largest size positive. At most the latent's size of them. Throws Error if
/// count < 1 or the latent is larger than kMostSefaLatent.
std::vector<Latent> sefa_directions(const FirstLayerWeight& weight, int count);

/// Scales to length 1 and turns so that the component of largest size is positive: a direction and its
/// opposite are one axis. False, leaving it as it is, for zero or what is not finite.
bool make_axis_direction(Latent& direction);

}  // namespace progan
