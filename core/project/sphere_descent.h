// Minimizes a function on the unit sphere by L-BFGS with backtracking (Nocedal and Wright, Numerical
// Optimization, algorithms 7.4 and 3.1): directions are tangents, and a step is followed by normalizing. It
// asks for values and is told them, so that many descents can be computed as one batch. Owned and called by
// one thread.
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <vector>

namespace progan {

class SphereDescent {
  public:
    /// From the direction of `start`, which must not be zero. `first_step` and `longest_step`: in radians.
    SphereDescent(std::span<const float> start, double first_step, double longest_step);

    /// Where the next value is wanted: a unit vector.
    const std::vector<double>& asked() const { return trial_; }
    /// The function's value and gradient there; the gradient's part along the point itself is ignored. A
    /// value that is not finite counts as too large.
    void tell(double value, std::span<const double> gradient);

    /// The best so far; after the first tell().
    const std::vector<double>& point() const { return point_; }
    double value() const { return value_; }
    /// No step makes it smaller any more.
    bool finished() const { return finished_; }

    /// Starts again from the best point, for a function that has changed; the curvature is kept.
    void function_changed();

  private:
    struct Pair {
        std::vector<double> step, change;
        double inverse_product;
    };
    std::vector<double> direction() const;
    void choose_direction();
    void set_trial();

    double first_step_, longest_step_;
    std::vector<double> point_, gradient_, direction_, trial_;
    double value_ = 0, slope_ = 0, length_ = 1;
    int halvings_ = 0;
    bool told_ = false, finished_ = false;
    std::deque<Pair> pairs_;
};

}  // namespace progan
