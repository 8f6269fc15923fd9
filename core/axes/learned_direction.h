// A direction learned from examples: faces that show more of something and faces that show less. Pure
// arithmetic on latents, of which only the direction matters; no state, any thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/latent/latent.h"

namespace progan {

struct Taught {
    Latent direction;  ///< length 1, toward `more`
    int right = 0;     ///< examples classified correctly by a direction learned from the others
    int tested = 0;    ///< examples that were left out in turn; 0: too few to test
    std::optional<double> accuracy() const {
        if (tested == 0) return std::nullopt;
        return static_cast<double>(right) / tested;
    }

    bool operator==(const Taught&) const = default;
};

/// A direction (any length but 0) along which pictures change, and how much relative to others (>= 0).
struct Emphasis {
    Latent direction;
    double weight = 0;
};

/// The direction from the faces of `less` to those of `more`, by a regularised linear discriminant (Friedman
/// 1989): w = (I + S)^-1 (m1 - m0), with m1, m0 the class means of unit latents and S their scatter around
/// them (a sum, not a mean). I stands for as many unseen faces as a latent has components: random unit
/// latents of d components have the covariance I / d. So one example per side gives the difference, and many
/// give the discriminant. Solved among the n examples (n x n), which takes O(n^2 d + n^3). `emphasis` lists
/// the directions that change pictures most (axes and their measured effects): with M the sum of weight^2 *
/// direction direction^T, scaled to a mean eigenvalue of 1, half of M plus half of I replaces I as the prior
/// of w, so that a few examples go further. Empty: I. The accuracy is leave-one-out: each example is
/// classified (by its side of the mean of m1 and m0) from the others, in closed form (Sherman and Morrison
/// 1950, for the scatter without one). It takes two examples per side. Throws Error if a side is empty, sizes
/// differ, a latent is zero or not finite, or the two sides have the same mean.
Taught teach(std::span<const Latent> more, std::span<const Latent> less,
             std::span<const Emphasis> emphasis = {});

/// `direction` minus its part in the span of `axes`, with length 1: orthogonal to each within 1e-6. Axes may
/// be linearly dependent. Throws Error if less than a thousandth of it remains, or sizes differ.
Latent orthogonal_to(const Latent& direction, std::span<const Latent> axes);

/// A face's position along an axis: its latitude in degrees, -90..90 (rotate() by d adds d to it).
double coordinate_degrees(std::span<const float> z, std::span<const float> axis);

/// Degrees that faces move along `axis` per degree that they are turned toward `direction`: the mean over
/// `faces` of the absolute derivative of coordinate_degrees. 0: not at all; 1: as much as by `axis` itself.
/// Throws Error if sizes differ or there are no faces.
double leakage(const Latent& direction, const Latent& axis, std::span<const Latent> faces);

}  // namespace progan
