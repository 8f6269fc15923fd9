// Faces around a face and of several faces: tangent directions, neighbours, children and arithmetic on the
// sphere. Pure arithmetic; everything random comes from a seed (seeds.h) and is the same on every machine.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/latent/latent.h"

namespace progan {

/// The unit part of `direction` that is orthogonal to z: the way along which a slider of it leaves z. Empty
/// if they are parallel within 1e-6 or one is zero. Throws Error if the sizes differ.
Latent tangent(std::span<const float> z, std::span<const float> direction);

/// `count` random unit directions orthogonal to z, to those `besides` (unit tangents, orthogonal to one
/// another; an empty one counts for nothing) and to one another, evenly distributed: Gram-Schmidt on normal
/// draws. Throws Error if z is zero or has no room for so many.
std::vector<Latent> random_tangents(std::span<const float> z, std::size_t count, std::uint32_t seed,
                                    std::span<const Latent> besides = {});

/// The face that lies `across` degrees along u and `down` degrees along v from z: the exponential map of the
/// sphere, cos(r) z + sin(r) |z| t / |t| with t = across u + down v and r = |t|. Along one direction alone it
/// is what rotate() does; for orthogonal u and v the angle to z is sqrt(across^2 + down^2). The length of z
/// is kept. u and v are unit tangents at z, or empty: no way there. Throws Error if sizes differ.
Latent neighbour(std::span<const float> z, std::span<const float> u, std::span<const float> v, double across,
                 double down);

/// A square of `side` x `side` neighbours of z (side odd), row by row, z itself in the middle: from -radius
/// to +radius degrees along u (left to right) and v (top to bottom). Throws Error if side is even or below 1.
std::vector<Latent> neighbourhood(std::span<const float> z, std::span<const float> u,
                                  std::span<const float> v, double radius, int side);

/// A child of two or more parents: the mean of their directions with random weights, brought back to the
/// sphere, then turned by exactly `mutation` degrees in a random direction. The weights are evenly
/// distributed over all that are positive and sum to 1 (Dirichlet(1, ..., 1): exponential draws over their
/// sum). Its length is the parents' mean of the same weights. Child `index` of a seed does not depend on how
/// many are made. Throws Error for fewer than two parents, parents of different sizes, or zero ones.
Latent child(std::span<const Latent> parents, std::uint32_t seed, std::size_t index, double mutation);

/// a - b + c of the unit directions, with the length of a: what a has and b has not, given to c. Throws Error
/// if sizes differ, one is zero, or the three cancel out.
Latent arithmetic(std::span<const float> a, std::span<const float> b, std::span<const float> c);

}  // namespace progan
