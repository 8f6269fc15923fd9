#include "core/axes/learned_direction.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "core/support/error.h"
#include "core/support/linear_algebra.h"

namespace progan {
namespace {

using Vector = std::vector<double>;

constexpr double kNothingLeft = 1e-3;  // length of a direction without the locked axes
constexpr double kSameMean = 1e-6;     // distance of the classes' means

double dot(std::span<const double> a, std::span<const double> b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

double norm(std::span<const double> v) {
    return std::sqrt(dot(v, v));
}

/// v += factor * by
void add(std::span<double> v, double factor, std::span<const double> by) {
    for (std::size_t i = 0; i < v.size(); ++i) v[i] += factor * by[i];
}

Latent normalized(const Vector& v) {
    const double length = norm(v);
    Latent result(v.size());
    for (std::size_t i = 0; i < v.size(); ++i) result[i] = static_cast<float>(v[i] / length);
    return result;
}

void check_size(std::size_t found, std::size_t needed) {
    if (found != needed) throw Error("A latent has {} components, but the others have {}.", found, needed);
}

Vector unit(std::span<const float> z) {
    Vector v(z.begin(), z.end());
    const double length = norm(v);
    if (!(length > 0) || !std::isfinite(length))
        throw Error("A latent without a direction (zero or not finite) cannot be used.");
    for (double& component : v) component /= length;
    return v;
}

/// One unit latent per row, from `first` on.
void set_units(std::span<const Latent> latents, MatrixD& rows, std::size_t first) {
    for (std::size_t i = 0; i < latents.size(); ++i) {
        check_size(latents[i].size(), rows.columns());
        const Vector v = unit(latents[i]);
        std::copy(v.begin(), v.end(), rows.row(first + i).begin());
    }
}

/// The mean of the rows from `first` to `end`, which is subtracted from them.
Vector center(MatrixD& rows, std::size_t first, std::size_t end) {
    Vector mean(rows.columns());
    for (std::size_t i = first; i < end; ++i) add(mean, 1 / static_cast<double>(end - first), rows.row(i));
    for (std::size_t i = first; i < end; ++i) add(rows.row(i), -1, mean);
    return mean;
}

ViewD as_row(const Vector& v) {
    return {v.data(), 1, v.size()};
}

/// N of the prior of w: half the identity, half `emphasis`. Never formed as a matrix.
class Prior {
  public:
    Prior(std::span<const Emphasis> emphasis, std::size_t size) {
        double total = 0;
        for (const Emphasis& e : emphasis) total += e.weight * e.weight;
        if (!(total > 0) || !std::isfinite(total)) return;
        directions_ = MatrixD(emphasis.size(), size);
        for (std::size_t k = 0; k < emphasis.size(); ++k) {
            check_size(emphasis[k].direction.size(), size);
            add(directions_.row(k), emphasis[k].weight * std::sqrt(0.5 * static_cast<double>(size) / total),
                unit(emphasis[k].direction));
        }
    }
    /// N x for each row x.
    MatrixD times(ViewD rows) const {
        MatrixD result(rows.rows, rows.columns);
        if (!directions_.empty()) result = product(product_nt(rows, directions_), directions_);
        add(result.values(), directions_.empty() ? 1 : 0.5, {rows.data, rows.rows * rows.columns});
        return result;
    }

  private:
    MatrixD directions_;  ///< one per row
};

}  // namespace

Taught teach(std::span<const Latent> more, std::span<const Latent> less, std::span<const Emphasis> emphasis) {
    if (more.empty() || less.empty())
        throw Error("A direction needs at least one face that shows more and one that shows less.");
    const std::size_t size = more[0].size(), count = more.size() + less.size();
    const Prior prior(emphasis, size);
    // The examples minus their class's mean, one per row: S = A'A.
    MatrixD a(count, size);
    set_units(more, a, 0);
    set_units(less, a, more.size());
    Vector difference = center(a, 0, more.size());
    add(difference, -1, center(a, more.size(), count));
    if (norm(difference) < kSameMean)
        throw Error(
            "The faces that show more and those that show less have the same mean, so no direction leads "
            "from one to the other.");

    // P = (N^-1 + S)^-1 = N - N A' (I + A N A')^-1 A N (Woodbury): only an n x n matrix is solved.
    const MatrixD na = prior.times(a), products = product_nt(a, na);
    MatrixD inner = products;
    for (std::size_t i = 0; i < count; ++i) inner(i, i) += 1;
    const MatrixD n_difference = prior.times(as_row(difference));
    Vector p_difference(n_difference.values().begin(), n_difference.values().end());
    const MatrixD solved = solve_positive_definite(inner, product_nt(na, as_row(difference)));
    add(p_difference, -1, product_tn(solved, na).values());
    Taught taught;
    taught.direction = normalized(p_difference);
    if (more.size() < 2 || less.size() < 2) return taught;

    // Without example i the scatter is S - c a a', the mean of its class moves by -a / (m - 1) with m its
    // class's count, and c = m / (m - 1). Its score needs only the products below.
    MatrixD pa = na;
    add(pa.values(), -1, product_tn(solve_positive_definite(inner, products), na).values());
    const double d = dot(difference, p_difference);
    for (std::size_t i = 0; i < count; ++i) {
        const double side = i < more.size() ? 1 : -1;
        const auto others = static_cast<double>((i < more.size() ? more.size() : less.size()) - 1);
        const double h = dot(a.row(i), pa.row(i)), g = dot(a.row(i), p_difference);
        const double c = (others + 1) / others, reach = 1 + 1 / (2 * others);
        // u = reach a + side/2 difference: from the middle to the example. v: the difference without it.
        const double u_p_v = reach * g - reach * side * h / others + side * d / 2 - g / (2 * others);
        const double a_p_u = reach * h + side * g / 2, a_p_v = g - side * h / others;
        const double score = u_p_v + c * a_p_u * a_p_v / (1 - c * h);
        taught.right += side * score > 0;
        ++taught.tested;
    }
    return taught;
}

Latent orthogonal_to(const Latent& direction, std::span<const Latent> axes) {
    Vector v = unit(direction);
    if (!axes.empty()) {
        MatrixD rows(axes.size(), v.size());
        set_units(axes, rows, 0);
        const MatrixD basis = orthonormal_rows(rows);
        for (int pass = 0; pass < 2; ++pass)  // twice is enough
            add(v, -1, product(product_nt(as_row(v), basis), basis).values());
    }
    if (norm(v) < kNothingLeft)
        throw Error(
            "The direction lies within the locked axes, so nothing remains without them. Unlock one of them "
            "or choose other faces.");
    return normalized(v);
}

double coordinate_degrees(std::span<const float> z, std::span<const float> axis) {
    check_size(axis.size(), z.size());
    return std::asin(std::clamp(dot(unit(z), unit(axis)), -1.0, 1.0)) * 180 / std::numbers::pi;
}

double leakage(const Latent& direction, const Latent& axis, std::span<const Latent> faces) {
    if (faces.empty()) throw Error("Measuring leakage needs at least one face.");
    check_size(axis.size(), direction.size());
    const Vector w = unit(direction), along = unit(axis);
    double sum = 0;
    for (const Latent& face : faces) {
        check_size(face.size(), direction.size());
        const Vector z = unit(face);
        Vector tangent = w;  // where rotate() starts, not yet of length 1
        add(tangent, -dot(w, z), z);
        const double sine = dot(along, z), cosine = std::sqrt(std::max(0.0, 1 - sine * sine));
        if (norm(tangent) > 1e-9 && cosine > 1e-9)
            sum += std::abs(dot(along, tangent) / norm(tangent) / cosine);
    }
    return sum / static_cast<double>(faces.size());
}

}  // namespace progan
