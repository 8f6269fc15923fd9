#include "core/latent/neighborhood.h"

#include <cmath>
#include <numbers>
#include <string>

#include "core/latent/seeds.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr double kNothing = 1e-6;  // length of a unit vector's remainder that is only rounding

using Point = std::vector<double>;

void check_sizes(std::size_t z, std::size_t other) {
    if (z != other)
        throw Error("Latents of {} and {} components cannot be combined: their sizes must be equal.", z,
                    other);
}

double norm(const Point& point) {
    double squared = 0;
    for (double value : point) squared += value * value;
    return std::sqrt(squared);
}

double dot(const Point& a, const Point& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

void add(Point& sum, const Point& other, double weight) {
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += weight * other[i];
}

/// All zero if z is.
Point unit(std::span<const float> z) {
    const double z_length = length(z);
    Point result(z.begin(), z.end());
    for (double& value : result) value = z_length > 0 ? value / z_length : 0;
    return result;
}

Latent scaled(const Point& point, double factor) {
    Latent result(point.size());
    for (std::size_t i = 0; i < point.size(); ++i) result[i] = static_cast<float>(point[i] * factor);
    return result;
}

/// Removes the parts along `others` (orthonormal), twice, because a single pass leaves rounding errors where
/// little remains (Giraud et al. 2005, "twice is enough"). Returns whether a direction remains, now of
/// length 1.
bool make_orthogonal(Point& direction, const std::vector<Point>& others) {
    for (int pass = 0; pass < 2; ++pass) {
        for (const Point& other : others) add(direction, other, -dot(direction, other));
        const double left = norm(direction);
        if (left < kNothing) return false;
        for (double& value : direction) value /= left;
    }
    return true;
}

}  // namespace

Latent tangent(std::span<const float> z, std::span<const float> direction) {
    check_sizes(z.size(), direction.size());
    Point result = unit(direction);
    const Point from = unit(z);
    if (norm(from) == 0 || norm(result) == 0 || !make_orthogonal(result, {from})) return {};
    return scaled(result, 1);
}

std::vector<Latent> random_tangents(std::span<const float> z, std::size_t count, std::uint32_t seed,
                                    std::span<const Latent> besides) {
    if (length(z) == 0) throw Error("A zero latent has no neighbours.");
    std::vector<Point> basis{unit(z)};
    for (const Latent& direction : besides)
        if (!direction.empty()) basis.push_back(unit(direction));
    if (z.size() < basis.size() + count)
        throw Error("A latent of {} components does not have {} orthogonal directions around it.", z.size(),
                    basis.size() + count - 1);
    std::vector<Latent> result;
    // A sample may, with probability 0, depend on the directions before it; then the next one is used.
    for (std::uint32_t draw = seed; result.size() < count; ++draw) {
        const Latent normal = latent_from_seed(draw, z.size() * (result.size() + 1), SeedMode::numpy);
        Point direction = unit(std::span(normal).last(z.size()));
        if (!make_orthogonal(direction, basis)) continue;
        result.push_back(scaled(direction, 1));
        basis.push_back(std::move(direction));
    }
    return result;
}

Latent neighbor(std::span<const float> z, std::span<const float> u, std::span<const float> v, double across,
                double down) {
    Point heading(z.size(), 0.0);
    for (const auto& [direction, degrees] : {std::pair{u, across}, std::pair{v, down}}) {
        if (direction.empty()) continue;
        check_sizes(z.size(), direction.size());
        for (std::size_t i = 0; i < heading.size(); ++i)
            heading[i] += degrees * static_cast<double>(direction[i]);
    }
    const double degrees = norm(heading), z_length = length(z);
    if (degrees == 0 || z_length == 0) return Latent(z.begin(), z.end());
    const double angle = degrees * std::numbers::pi / 180;
    Latent result(z.size());
    for (std::size_t i = 0; i < z.size(); ++i)
        result[i] = static_cast<float>(std::cos(angle) * static_cast<double>(z[i]) +
                                       std::sin(angle) * z_length * heading[i] / degrees);
    return result;
}

std::vector<Latent> neighborhood(std::span<const float> z, std::span<const float> u, std::span<const float> v,
                                 double radius, int side) {
    if (side < 1 || side % 2 == 0)
        throw Error("A grid of faces around a face must have an odd number of faces per side, not {}.", side);
    const int half = side / 2;
    const double step = half > 0 ? radius / half : 0;
    std::vector<Latent> result;
    for (int row = -half; row <= half; ++row)
        for (int column = -half; column <= half; ++column)
            result.push_back(neighbor(z, u, v, column * step, row * step));
    return result;
}

Latent child(std::span<const Latent> parents, std::uint32_t seed, std::size_t index, double mutation) {
    if (parents.size() < 2) throw Error("A child needs at least two parents, not {}.", parents.size());
    const std::size_t size = parents[0].size();
    for (const Latent& parent : parents) {
        check_sizes(size, parent.size());
        if (length(parent) == 0) throw Error("A zero latent cannot be a parent.");
    }
    // Half the sum of two squared normal samples is exponential. Seeds are far apart, so that the children of
    // one seed are not siblings of the next one's.
    const Latent draws = latent_from_seed(seed + static_cast<std::uint32_t>(index) * 0x9e3779b9u,
                                          2 * parents.size() + size, SeedMode::numpy);
    Point weights(parents.size());
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const auto x = static_cast<double>(draws[2 * i]), y = static_cast<double>(draws[2 * i + 1]);
        sum += weights[i] = (x * x + y * y) / 2;
    }
    Point mean(size, 0.0);
    double mean_length = 0;
    std::size_t heaviest = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        add(mean, unit(parents[i]), weights[i] / sum);
        mean_length += weights[i] / sum * length(parents[i]);
        if (weights[i] > weights[heaviest]) heaviest = i;
    }
    double left = norm(mean);
    if (left < kNothing) {  // opposite parents cancel out
        mean = unit(parents[heaviest]);
        left = 1;
    }
    Latent between = scaled(mean, mean_length / left);
    if (mutation == 0) return between;
    const Latent heading = tangent(between, std::span(draws).last(size));
    return heading.empty() ? between : neighbor(between, heading, {}, mutation, 0);
}

Latent arithmetic(std::span<const float> a, std::span<const float> b, std::span<const float> c) {
    check_sizes(a.size(), b.size());
    check_sizes(a.size(), c.size());
    if (length(a) == 0 || length(b) == 0 || length(c) == 0)
        throw Error("A zero latent cannot be added or subtracted.");
    Point result = unit(a);
    add(result, unit(b), -1);
    add(result, unit(c), 1);
    const double left = norm(result);
    if (left < kNothing) throw Error("A - B + C leaves nothing because the three faces cancel out.");
    return scaled(result, length(a) / left);
}

}  // namespace progan
