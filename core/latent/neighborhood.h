// Faces derived from a face or several: tangent directions, neighbors, children and sums on the sphere. Pure
// arithmetic; everything random comes from a seed (seeds.h) and is the same on every machine.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/latent/latent.h"

namespace progan {

/// The part of `direction` orthogonal to z, as a unit vector: the direction in which its slider leaves z.
/// Empty if they are parallel within 1e-6 or one is zero. Throws Error if the sizes differ.
Latent tangent(std::span<const float> z, std::span<const float> direction);

/// `count` random unit directions orthogonal to z, to `besides` (unit tangents, orthogonal to one another;
/// empty ones are ignored) and to one another, uniformly distributed: Gram-Schmidt on normal samples. Throws
/// Error if z is zero or has too few dimensions.
std::vector<Latent> random_tangents(std::span<const float> z, std::size_t count, std::uint32_t seed,
                                    std::span<const Latent> besides = {});

/// The face `across` degrees along u and `down` degrees along v from z: the exponential map of the sphere,
/// cos(r) z + sin(r) |z| t / |t| with t = across u + down v and r = |t|. Along a single direction it equals
/// rotate(); for orthogonal u and v the angle to z is sqrt(across^2 + down^2). Keeps the length of z. u and v
/// are unit tangents at z, or empty for no movement. Throws Error if sizes differ.
Latent neighbor(std::span<const float> z, std::span<const float> u, std::span<const float> v, double across,
                double down);

/// A square of `side` x `side` neighbors of z (side odd), row by row, z itself in the middle: from -radius
/// to +radius degrees along u (left to right) and v (top to bottom). Throws Error if side is even or below 1.
std::vector<Latent> neighborhood(std::span<const float> z, std::span<const float> u, std::span<const float> v,
                                 double radius, int side);

/// A child of two or more parents: the mean of their directions with random weights, projected back to the
/// sphere, then turned by exactly `mutation` degrees in a random direction. The weights are uniformly
/// distributed over all that are positive and sum to 1 (Dirichlet(1, ..., 1): exponential samples divided by
/// their sum). Its length is the mean of the parents' with the same weights. Child `index` of a seed does not
/// depend on how many are made. Throws Error for fewer than two parents, parents of different sizes, or zero
/// ones.
Latent child(std::span<const Latent> parents, std::uint32_t seed, std::size_t index, double mutation);

/// a - b + c of the unit directions, with the length of a: adds to c what a has and b lacks. Throws Error if
/// sizes differ, one is zero, or the three cancel out.
Latent arithmetic(std::span<const float> a, std::span<const float> b, std::span<const float> c);

}  // namespace progan
