#include "core/latent/interpolation.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "core/support/error.h"

namespace progan {
namespace {

constexpr double kSameDirection =
    1e-6;  // radians; closer than this to 0 or 180 degrees no plane is determined

using Point = std::vector<double>;

double dot(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

/// The angle between unit vectors from the lengths of their sum and difference: accurate near 0 and 180
/// degrees too, where the arc cosine is not (Kahan).
double angle_radians(std::span<const float> a, std::span<const float> b, double length_a, double length_b) {
    double sum = 0, difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double x = static_cast<double>(a[i]) / length_a, y = static_cast<double>(b[i]) / length_b;
        sum += (x + y) * (x + y);
        difference += (x - y) * (x - y);
    }
    return 2 * std::atan2(std::sqrt(difference), std::sqrt(sum));
}

Latent combine(std::span<const float> a, double wa, std::span<const float> b, double wb) {
    Latent z(a.size());
    for (std::size_t i = 0; i < z.size(); ++i)
        z[i] = static_cast<float>(wa * static_cast<double>(a[i]) + wb * static_cast<double>(b[i]));
    return z;
}

/// A unit vector orthogonal to a: the axis along which a is smallest, minus its part along a.
Point orthogonal_direction(std::span<const float> a) {
    const double length_a = length(a);
    std::size_t smallest = 0;
    for (std::size_t i = 1; i < a.size(); ++i)
        if (std::abs(a[i]) < std::abs(a[smallest])) smallest = i;
    Point direction(a.size(), 0.0);
    direction[smallest] = 1;
    const double along = static_cast<double>(a[smallest]) / (length_a * length_a);
    double squared = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        direction[i] -= along * static_cast<double>(a[i]);
        squared += direction[i] * direction[i];
    }
    for (double& value : direction) value = squared > 0 ? value / std::sqrt(squared) : 0;
    return direction;
}

/// From a to its opposite at constant angular speed, through a fixed orthogonal direction.
Latent over_the_pole(std::span<const float> a, double t, double final_length) {
    const double length_a = length(a), angle = t * std::numbers::pi;
    const double now = length_a + t * (final_length - length_a);
    const Point side = orthogonal_direction(a);
    Latent z(a.size());
    for (std::size_t i = 0; i < z.size(); ++i)
        z[i] = static_cast<float>(
            now * (std::cos(angle) * static_cast<double>(a[i]) / length_a + std::sin(angle) * side[i]));
    return z;
}

Latent slerp(std::span<const float> a, std::span<const float> b, double t, double angle, double length_a,
             double length_b) {
    // On directions, with the length separate: Shoemake's weights hold for unit vectors.
    const double now = length_a + t * (length_b - length_a);
    const double wa = std::sin((1 - t) * angle) / std::sin(angle) * now / length_a;
    const double wb = std::sin(t * angle) / std::sin(angle) * now / length_b;
    return combine(a, wa, b, wb);
}

Latent hypersphere(std::span<const float> a, std::span<const float> b, double t, double length_a,
                   double length_b) {
    const double scale_b = length_a / length_b;
    // |(1-t) a + t b'| from the three scalar products, in double.
    const double wa = 1 - t, wb = t * scale_b;
    const double squared =
        wa * wa * length_a * length_a + 2 * wa * wb * dot(a, b) + wb * wb * length_b * length_b;
    const double rescale = length_a / std::sqrt(squared);
    return combine(a, wa * rescale, b, wb * rescale);
}

void check(std::span<const float> a, std::span<const float> b) {
    if (a.size() != b.size())
        throw Error("Latents of {} and {} components cannot be interpolated: their sizes must be equal.",
                    a.size(), b.size());
    if (a.empty()) throw Error("An empty latent cannot be interpolated.");
    for (std::span<const float> z : {a, b})
        if (!std::all_of(z.begin(), z.end(), [](float v) { return std::isfinite(v); }))
            throw Error("A latent with a component that is not finite cannot be interpolated.");
}

}  // namespace

Latent interpolate(std::span<const float> a, std::span<const float> b, double t, InterpolationMethod method) {
    check(a, b);
    if (!(t > 0)) return Latent(a.begin(), a.end());
    if (t >= 1) return Latent(b.begin(), b.end());
    const double length_a = length(a), length_b = length(b);
    if (method == InterpolationMethod::lerp || length_a == 0 || length_b == 0) return combine(a, 1 - t, b, t);
    const double angle = angle_radians(a, b, length_a, length_b);
    if (angle < kSameDirection) return combine(a, 1 - t, b, t);
    const bool on_hypersphere = method == InterpolationMethod::hypersphere;
    if (a.size() > 1 && std::numbers::pi - angle < kSameDirection)
        return over_the_pole(a, t, on_hypersphere ? length_a : length_b);
    if (a.size() == 1) return combine(a, 1 - t, b, t);  // one dimension has no sphere to move on
    return on_hypersphere ? hypersphere(a, b, t, length_a, length_b)
                          : slerp(a, b, t, angle, length_a, length_b);
}

double angle_degrees(std::span<const float> a, std::span<const float> b) {
    if (a.size() != b.size())
        throw Error("Latents of {} and {} components have no angle between them: their sizes must be equal.",
                    a.size(), b.size());
    const double length_a = length(a), length_b = length(b);
    if (length_a == 0 || length_b == 0) return 0;
    return angle_radians(a, b, length_a, length_b) * 180 / std::numbers::pi;
}

std::string_view to_string(InterpolationMethod method) {
    return kInterpolationMethodNames.name(method);
}

InterpolationMethod interpolation_method_from_string(std::string_view name) {
    return kInterpolationMethodNames.parse(name, "an interpolation method");
}

}  // namespace progan
