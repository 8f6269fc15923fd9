#include "core/latent/rotation.h"

#include <cmath>
#include <numbers>
#include <string>

#include "core/support/error.h"

namespace progan {
namespace {

void check_sizes(std::size_t z, std::size_t other, const char* what) {
    if (z != other) throw Error("A latent of {} components cannot be turned by {} of {}.", z, what, other);
}

/// Turns z (double, in place) toward e_index: with s = z[index] and p the length of the rest, (s, p) is
/// rotated in its own plane, the plane of z and the axis.
void turn_toward_component(std::vector<double>& z, std::size_t index, double degrees) {
    const double along = z[index];
    double rest_squared = 0;
    for (std::size_t i = 0; i < z.size(); ++i)
        if (i != index) rest_squared += z[i] * z[i];
    if (rest_squared == 0) return;  // parallel to the axis, or zero: no plane
    const double rest = std::sqrt(rest_squared), angle = degrees * std::numbers::pi / 180;
    const double c = std::cos(angle), s = std::sin(angle);
    const double scale = (rest * c - along * s) / rest;
    for (double& value : z) value *= scale;
    z[index] = along * c + rest * s;
}

Latent to_latent(const std::vector<double>& z) {
    Latent result(z.size());
    for (std::size_t i = 0; i < z.size(); ++i) result[i] = static_cast<float>(z[i]);
    return result;
}

}  // namespace

Latent rotate(std::span<const float> z, std::span<const float> axis, double degrees) {
    check_sizes(z.size(), axis.size(), "an axis");
    const double axis_length = length(axis), z_length = length(z);
    if (axis_length == 0 || z_length == 0 || degrees == 0) return Latent(z.begin(), z.end());
    // z = along * u + rest * w with u the axis and w orthogonal to it, both of length 1.
    double along = 0;
    for (std::size_t i = 0; i < z.size(); ++i)
        along += static_cast<double>(z[i]) * static_cast<double>(axis[i]) / axis_length;
    std::vector<double> rest(z.size());
    double rest_squared = 0;
    for (std::size_t i = 0; i < z.size(); ++i) {
        rest[i] = static_cast<double>(z[i]) - along * static_cast<double>(axis[i]) / axis_length;
        rest_squared += rest[i] * rest[i];
    }
    const double rest_length = std::sqrt(rest_squared);
    if (rest_length <= 1e-7 * z_length) return Latent(z.begin(), z.end());  // parallel: no plane
    const double angle = degrees * std::numbers::pi / 180, c = std::cos(angle), s = std::sin(angle);
    const double new_along = along * c + rest_length * s, new_rest = rest_length * c - along * s;
    Latent result(z.size());
    for (std::size_t i = 0; i < z.size(); ++i)
        result[i] = static_cast<float>(new_along * static_cast<double>(axis[i]) / axis_length +
                                       new_rest * rest[i] / rest_length);
    return result;
}

Latent rotate_component(std::span<const float> z, std::size_t index, double degrees) {
    if (index >= z.size()) throw Error("A latent of {} components has no component {}.", z.size(), index);
    if (degrees == 0) return Latent(z.begin(), z.end());
    std::vector<double> turned(z.begin(), z.end());
    turn_toward_component(turned, index, degrees);
    return to_latent(turned);
}

Latent rotate_components(std::span<const float> z, std::span<const float> degrees) {
    check_sizes(z.size(), degrees.size(), "a list of degrees");
    std::vector<double> turned(z.begin(), z.end());
    bool any = false;
    for (std::size_t i = 0; i < degrees.size(); ++i) {
        if (degrees[i] == 0) continue;
        turn_toward_component(turned, i, static_cast<double>(degrees[i]));
        any = true;
    }
    return any ? to_latent(turned) : Latent(z.begin(), z.end());
}

}  // namespace progan
