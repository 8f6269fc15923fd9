// Directions in closed form (SeFa: Shen and Zhou, "Closed-Form Factorization of Latent Semantics in GANs",
// CVPR 2021): those that the first layer amplifies most. No state; any thread.
#pragma once

#include <vector>

#include "core/latent/latent.h"
#include "core/model/first_layer.h"

namespace progan {

/// Larger latents would take too long.
inline constexpr int kMaxSefaLatentSize = 2048;

/// The first `count` eigenvectors (at most the latent's size) of A^T A for the first layer's weight A
/// [outputs, latent], largest eigenvalue first, each of length 1 with its largest component by absolute value
/// positive. Throws Error if count < 1 or the latent is larger than kMaxSefaLatentSize.
std::vector<Latent> sefa_directions(const FirstLayerWeight& weight, int count);

/// Scales to length 1 and flips so that the largest component by absolute value is positive, because a
/// direction and its opposite are the same axis. False, leaving it unchanged, if it is zero or not finite.
bool make_axis_direction(Latent& direction);

}  // namespace progan
