// Directions of attributes, corrected by what turning faces along them really changes. Owned and used by one
// thread.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "core/labels/face_reader.h"
#include "core/latent/latent.h"
#include "core/support/linear_algebra.h"

namespace progan {

/// Turns the same faces along one direction after another.
class TurnMeter {
  public:
    /// `degrees` to each side. Each attribute is divided by its deviation; by one of 0 it becomes 0. `made`
    /// counts the faces. What is given by reference must outlive this.
    TurnMeter(const FaceReader& reader, std::vector<Latent> faces, double degrees,
              std::span<const double> deviations, std::function<void(std::size_t)> made)
        : reader_(reader),
          faces_(std::move(faces)),
          degrees_(degrees),
          deviations_(deviations),
          made_(std::move(made)) {}

    /// By how much each attribute changes from one end to the other: the mean over the faces to which it
    /// applies.
    std::vector<double> changes(const Latent& direction) const;

  private:
    const FaceReader& reader_;
    std::vector<Latent> faces_;
    double degrees_;
    std::span<const double> deviations_;
    std::function<void(std::size_t)> made_;
};

/// An attribute that a direction changes, and those that it must leave as they are.
struct Balance {
    std::vector<std::size_t> attributes;  ///< the one that changes first, then those that stay
    std::vector<Latent> directions;       ///< unit vectors: what was fitted to each of them
    MatrixD changes;  ///< [attribute][direction]: what TurnMeter finds, of these attributes alone
};

/// A change of what must stay counts as none up to this part of the change of what must not. Less would cost
/// more of the latter than it is worth.
inline constexpr double kBalanced = 0.1;
/// balanced() turns the faces one time more often than this.
inline constexpr int kBalancingRounds = 5;

/// The shortest combination x of the directions, and so the one that changes most by the degree, of which the
/// first attribute changes by `own` and every other by at most `own` * kBalanced, if a combination changes
/// attribute k by offset[k] + (changes x)[k]: a quadratic programme, solved by an active set. `gram`: the
/// directions' products.
std::vector<double> shortest_balanced(const MatrixD& gram, const MatrixD& changes,
                                      std::span<const double> offset, double own);

/// Faces that are turned by several degrees change in other ways than the slope in the middle says: the
/// generator is not linear. So the first direction is turned as it is and corrected by shortest_balanced()
/// for what the attributes really changed by, kBalancingRounds times. Returns the unit vector that changes
/// the first attribute most among those that change the others by at most twice kBalanced of it; if there are
/// none, the one that comes closest to that.
Latent balanced(const Balance& balance, const TurnMeter& meter);

}  // namespace progan
