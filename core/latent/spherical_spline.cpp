#include "core/latent/spherical_spline.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/latent/latent.h"

namespace progan {
namespace {

constexpr double kSame = 1e-12;     // radians
constexpr double kOpposite = 1e-9;  // radians from opposite; closer than this no plane is determined
constexpr double kMaxSwing = 1.5;   // maximum velocity relative to that toward the nearer neighbor

double norm(std::span<const double> v) {
    double sum = 0;
    for (double x : v) sum += x * x;
    return std::sqrt(sum);
}

/// Kahan: accurate near 0 and pi, where the arc cosine is not.
double angle(const Direction& a, const Direction& b) {
    double sum = 0, difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += (a[i] + b[i]) * (a[i] + b[i]);
        difference += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return 2 * std::atan2(std::sqrt(difference), std::sqrt(sum));
}

/// A unit tangent at a: the axis along which a is smallest, minus its part along a.
Direction side_of(const Direction& a) {
    const auto smallest =
        std::min_element(a.begin(), a.end(), [](double x, double y) { return std::abs(x) < std::abs(y); });
    Direction side(a.size(), 0.0);
    for (std::size_t i = 0; i < a.size(); ++i) side[i] = -*smallest * a[i];
    side[static_cast<std::size_t>(smallest - a.begin())] += 1;
    const double length = norm(side);
    for (double& x : side) x /= length;
    return side;
}

Direction slerp(const Direction& a, const Direction& b, double t) {
    std::vector<double> tangent = log_map(a, b);
    for (double& x : tangent) x *= t;
    return exp_map(a, tangent);
}

}  // namespace

Direction direction_of(std::span<const float> latent) {
    const double size = length(latent);
    if (size == 0 || latent.size() < 2) return {};
    Direction direction(latent.size());
    for (std::size_t i = 0; i < latent.size(); ++i) direction[i] = static_cast<double>(latent[i]) / size;
    return direction;
}

std::vector<double> log_map(const Direction& a, const Direction& b) {
    const double turn = angle(a, b);
    if (turn < kSame) return std::vector<double>(a.size(), 0.0);
    if (std::numbers::pi - turn < kOpposite) {
        Direction side = side_of(a);
        for (double& x : side) x *= std::numbers::pi;
        return side;
    }
    double along = 0;
    for (std::size_t i = 0; i < a.size(); ++i) along += a[i] * b[i];
    std::vector<double> tangent(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) tangent[i] = b[i] - along * a[i];
    const double length = norm(tangent);
    for (double& x : tangent) x *= length > 0 ? turn / length : 0;
    return tangent;
}

Direction exp_map(const Direction& a, std::span<const double> tangent) {
    const double turn = norm(tangent);
    if (turn < kSame) return a;
    Direction point(a.size());
    const double along = std::cos(turn), aside = std::sin(turn) / turn;
    for (std::size_t i = 0; i < a.size(); ++i) point[i] = along * a[i] + aside * tangent[i];
    return point;
}

std::vector<double> velocity_at(const Direction& before, const Direction& here, const Direction& after,
                                double time_before, double time_after) {
    std::vector<double> arriving, leaving;
    if (!before.empty()) {
        arriving = log_map(here, before);
        for (double& x : arriving) x /= -time_before;
    }
    if (!after.empty()) {
        leaving = log_map(here, after);
        for (double& x : leaving) x /= time_after;
    }
    if (before.empty()) return after.empty() ? std::vector<double>(here.size(), 0.0) : leaving;
    if (after.empty()) return arriving;
    std::vector<double> velocity(here.size());
    for (std::size_t i = 0; i < here.size(); ++i)
        velocity[i] = (time_after * arriving[i] + time_before * leaving[i]) / (time_before + time_after);
    const double size = norm(velocity), most = kMaxSwing * std::min(norm(arriving), norm(leaving));
    if (size > most)
        for (double& x : velocity) x *= most / size;
    return velocity;
}

Direction bezier(const Direction& p0, const Direction& p1, const Direction& p2, const Direction& p3,
                 double t) {
    const Direction a = slerp(p0, p1, t), b = slerp(p1, p2, t), c = slerp(p2, p3, t);
    return slerp(slerp(a, b, t), slerp(b, c, t), t);
}

}  // namespace progan
