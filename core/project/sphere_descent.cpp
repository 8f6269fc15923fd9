#include "core/project/sphere_descent.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace progan {
namespace {

constexpr std::size_t kMaxPairs = 20;
constexpr double kEnoughDecrease = 1e-4;
constexpr int kMaxHalvings = 12;

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

void add(Vector& to, double factor, const Vector& values) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += factor * values[i];
}

void normalize(Vector& values) {
    const double length = std::sqrt(dot(values, values));
    for (double& value : values) value /= length;
}

Vector normalized(Vector values) {
    normalize(values);
    return values;
}

/// Without its part along a unit vector.
void make_tangent(Vector& values, const Vector& point) {
    add(values, -dot(values, point), point);
}

}  // namespace

SphereDescent::SphereDescent(std::span<const float> start, double first_step, double longest_step)
    : first_step_(first_step),
      longest_step_(longest_step),
      point_(normalized({start.begin(), start.end()})),
      trial_(point_) {}

void SphereDescent::tell(double value, std::span<const double> gradient) {
    Vector tangent(gradient.begin(), gradient.end());
    make_tangent(tangent, trial_);
    if (!told_) {
        told_ = true;
        value_ = value;
        gradient_ = std::move(tangent);
        choose_direction();
        return;
    }
    if (finished_) return;
    if (!(value <= value_ + kEnoughDecrease * length_ * slope_)) {
        if (++halvings_ > kMaxHalvings) {
            // Along the gradient itself nothing gets smaller: this is as far as rounding allows.
            if (pairs_.empty()) {
                finished_ = true;
                return;
            }
            pairs_.clear();
            choose_direction();
            return;
        }
        // The minimum of the parabola through what is known, within bounds.
        const double curvature = value - value_ - length_ * slope_;
        const double best = curvature > 0 ? -slope_ * length_ * length_ / (2 * curvature) : 0;
        length_ = std::isfinite(best) ? std::clamp(best, 0.1 * length_, 0.5 * length_) : 0.25 * length_;
        set_trial();
        return;
    }
    Pair pair{trial_, tangent, 0};
    add(pair.step, -1, point_);
    add(pair.change, -1, gradient_);
    make_tangent(pair.step, trial_);
    make_tangent(pair.change, trial_);
    const double product = dot(pair.step, pair.change);
    if (product > 1e-10 * std::sqrt(dot(pair.step, pair.step) * dot(pair.change, pair.change))) {
        pair.inverse_product = 1 / product;
        pairs_.push_back(std::move(pair));
        if (pairs_.size() > kMaxPairs) pairs_.pop_front();
    }
    point_ = trial_;
    value_ = value;
    gradient_ = std::move(tangent);
    choose_direction();
}

void SphereDescent::function_changed() {
    told_ = finished_ = false;
    trial_ = point_;
}

/// Minus the inverse Hessian, as far as the pairs tell it, times the gradient.
std::vector<double> SphereDescent::direction() const {
    Vector result = gradient_;
    std::vector<double> factors(pairs_.size());
    for (std::size_t i = pairs_.size(); i-- > 0;) {
        factors[i] = pairs_[i].inverse_product * dot(pairs_[i].step, result);
        add(result, -factors[i], pairs_[i].change);
    }
    if (!pairs_.empty()) {
        const Pair& last = pairs_.back();
        const double scale = 1 / (last.inverse_product * dot(last.change, last.change));
        for (double& value : result) value *= scale;
    }
    for (std::size_t i = 0; i < pairs_.size(); ++i)
        add(result, factors[i] - pairs_[i].inverse_product * dot(pairs_[i].change, result), pairs_[i].step);
    for (double& value : result) value = -value;
    make_tangent(result, point_);
    return result;
}

void SphereDescent::choose_direction() {
    direction_ = direction();
    slope_ = dot(direction_, gradient_);
    if (!(slope_ < 0)) {
        pairs_.clear();
        direction_ = direction();
        slope_ = dot(direction_, gradient_);
    }
    const double size = std::sqrt(dot(direction_, direction_));
    if (!(slope_ < 0) || !std::isfinite(size)) {
        finished_ = true;
        return;
    }
    length_ = pairs_.empty() ? first_step_ / size : std::min(1.0, longest_step_ / size);
    halvings_ = 0;
    set_trial();
}

void SphereDescent::set_trial() {
    trial_ = point_;
    add(trial_, length_, direction_);
    normalize(trial_);
}

}  // namespace progan
