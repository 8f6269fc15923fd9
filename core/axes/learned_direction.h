// A direction taught by examples: faces that show more of something and faces that show less. Pure
// arithmetic of latents, of which only the direction counts; no state, any thread.
#pragma once

#include <span>
#include <vector>

#include "core/latent/latent.h"

namespace progan {

struct Taught {
    Latent direction;  ///< length 1, toward `more`
    int right = 0;     ///< picks told right by what the others teach
    int tested = 0;    ///< picks that were left out in turn; 0: too few to tell
    double accuracy() const { return tested > 0 ? static_cast<double>(right) / tested : -1; }

    bool operator==(const Taught&) const = default;
};

/// Where pictures change quickly: `direction` (any length but 0) and how much, relative to others (>= 0).
struct Emphasis {
    Latent direction;
    double weight = 0;
};

/// The direction from the faces of `less` to those of `more`, by a regularised linear discriminant
/// (Friedman 1989): w = (I + S)^-1 (m1 - m0), with m1, m0 the classes' means of unit latents and S their
/// scatter around them (a sum, not a mean). I stands for as many unseen faces as a latent has numbers: random
/// unit latents of d numbers have the covariance I / d. So one pick a side gives the difference, and many
/// picks the discriminant. Solved among the n picks (n x n), which takes O(n^2 d + n^3).
///
/// `emphasis` says which directions change pictures most (axes and their measured effects): with M the sum
/// of weight^2 * direction direction^T, scaled to a mean eigenvalue of 1, half of M and half of I take the
/// place of I as the prior of w, so that few picks say more. Empty: I.
///
/// The accuracy is leave-one-out: each pick is told (side of the mean of m1 and m0) by what the others teach,
/// in closed form (Sherman and Morrison 1950, for the scatter without one). It takes two picks a side.
/// Throws Error if a side is empty, sizes differ, a latent is zero or not finite, or the two sides have the
/// same mean.
Taught teach(std::span<const Latent> more, std::span<const Latent> less,
             std::span<const Emphasis> emphasis = {});

/// `direction` without its parts along the span of `axes`, length 1: orthogonal to each within 1e-6. Axes may
/// depend on each other. Throws Error if less than a thousandth of it is left, or sizes differ.
Latent orthogonal_to(const Latent& direction, std::span<const Latent> axes);

/// How far a face stands toward an axis: its latitude in degrees, -90..90 (rotate() by d adds d to it).
double coordinate_degrees(std::span<const float> z, std::span<const float> axis);

/// How many degrees faces move along `axis` for each degree they are turned toward `direction`: the mean over
/// `faces` of the absolute change of coordinate_degrees, at rest. 0: not at all; 1: as much as by `axis`
/// itself. Throws Error if sizes differ or there are no faces.
double leak(const Latent& direction, const Latent& axis, std::span<const Latent> faces);

}  // namespace progan
