#include "core/axes/learned_direction.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "core/support/error.h"

namespace progan {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr double kNothingLeft = 1e-3;  // length of a direction without the locked axes
constexpr double kSameMean = 1e-6;     // distance of the classes' means

Vector to_vector(std::span<const float> z) {
    return Eigen::Map<const Eigen::VectorXf>(z.data(), static_cast<Eigen::Index>(z.size())).cast<double>();
}

Latent to_latent(const Vector& v) {
    Latent result(static_cast<std::size_t>(v.size()));
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = static_cast<float>(v[static_cast<Eigen::Index>(i)]);
    return result;
}

void check_size(std::size_t found, std::size_t needed) {
    if (found != needed) throw Error("A latent has {} components, but the others have {}.", found, needed);
}

Vector unit(std::span<const float> z) {
    const Vector v = to_vector(z);
    const double norm = v.norm();
    if (!(norm > 0) || !std::isfinite(norm))
        throw Error("A latent without a direction (zero or not finite) cannot be used.");
    return v / norm;
}

/// One unit latent per column.
Matrix units(std::span<const Latent> latents, std::size_t size) {
    Matrix columns(static_cast<Eigen::Index>(size), static_cast<Eigen::Index>(latents.size()));
    for (std::size_t i = 0; i < latents.size(); ++i) {
        check_size(latents[i].size(), size);
        columns.col(static_cast<Eigen::Index>(i)) = unit(latents[i]);
    }
    return columns;
}

/// N of the prior of w: half the identity, half `emphasis`. Never formed as a matrix.
class Prior {
  public:
    Prior(std::span<const Emphasis> emphasis, std::size_t size) {
        double total = 0;
        for (const Emphasis& e : emphasis) total += e.weight * e.weight;
        if (!(total > 0) || !std::isfinite(total)) return;
        directions_.resize(static_cast<Eigen::Index>(size), static_cast<Eigen::Index>(emphasis.size()));
        for (std::size_t k = 0; k < emphasis.size(); ++k) {
            check_size(emphasis[k].direction.size(), size);
            directions_.col(static_cast<Eigen::Index>(k)) =
                unit(emphasis[k].direction) * emphasis[k].weight *
                std::sqrt(0.5 * static_cast<double>(size) / total);
        }
    }
    Matrix times(const Matrix& x) const {
        if (directions_.size() == 0) return x;
        return 0.5 * x + directions_ * (directions_.transpose() * x);
    }

  private:
    Matrix directions_;
};

}  // namespace

Taught teach(std::span<const Latent> more, std::span<const Latent> less, std::span<const Emphasis> emphasis) {
    if (more.empty() || less.empty())
        throw Error("A direction needs at least one face that shows more and one that shows less.");
    const std::size_t size = more[0].size();
    const Prior prior(emphasis, size);
    // The examples minus their class's mean, one per column: S = A A'.
    Matrix a(static_cast<Eigen::Index>(size), static_cast<Eigen::Index>(more.size() + less.size()));
    const auto more_count = static_cast<Eigen::Index>(more.size());
    const auto less_count = static_cast<Eigen::Index>(less.size());
    a.leftCols(more_count) = units(more, size);
    a.rightCols(less_count) = units(less, size);
    const Vector more_mean = a.leftCols(more_count).rowwise().mean();
    const Vector less_mean = a.rightCols(less_count).rowwise().mean();
    a.leftCols(more_count).colwise() -= more_mean;
    a.rightCols(less_count).colwise() -= less_mean;
    const Vector difference = more_mean - less_mean;
    if (difference.norm() < kSameMean)
        throw Error(
            "The faces that show more and those that show less have the same mean, so no direction leads "
            "from one to the other.");

    // P = (N^-1 + S)^-1 = N - N A (I + A'NA)^-1 A'N (Woodbury): only an n x n matrix is solved.
    const Matrix na = prior.times(a);
    const Matrix inner = Matrix::Identity(a.cols(), a.cols()) + a.transpose() * na;
    const Eigen::LLT<Matrix> solver(inner);
    const Vector p_difference =
        Vector(prior.times(difference)) - na * solver.solve(na.transpose() * difference);
    Taught taught;
    taught.direction = to_latent(p_difference.normalized());
    if (more_count < 2 || less_count < 2) return taught;

    // Without example i the scatter is S - c a a', the mean of its class moves by -a / (m - 1) with m its
    // class's count, and c = m / (m - 1). Its score needs only the products below.
    const Matrix pa = na - na * solver.solve(a.transpose() * na);
    const double d = difference.dot(p_difference);
    for (Eigen::Index i = 0; i < a.cols(); ++i) {
        const double side = i < more_count ? 1 : -1;
        const double others = static_cast<double>((i < more_count ? more_count : less_count) - 1);
        const double h = a.col(i).dot(pa.col(i)), g = a.col(i).dot(p_difference);
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
        const Eigen::ColPivHouseholderQR<Matrix> qr(units(axes, direction.size()));
        const Matrix basis = qr.householderQ() * Matrix::Identity(v.size(), std::min(v.size(), qr.rank()));
        for (int pass = 0; pass < 2; ++pass) v -= basis * (basis.transpose() * v);  // twice is enough
    }
    if (v.norm() < kNothingLeft)
        throw Error(
            "The direction lies within the locked axes, so nothing is left without them. Unlock one of them "
            "or choose other faces.");
    return to_latent(v.normalized());
}

double coordinate_degrees(std::span<const float> z, std::span<const float> axis) {
    check_size(axis.size(), z.size());
    return std::asin(std::clamp(unit(z).dot(unit(axis)), -1.0, 1.0)) * 180 / std::numbers::pi;
}

double leakage(const Latent& direction, const Latent& axis, std::span<const Latent> faces) {
    if (faces.empty()) throw Error("Leakage is measured over at least one face.");
    check_size(axis.size(), direction.size());
    const Vector w = unit(direction), along = unit(axis);
    double sum = 0;
    for (const Latent& face : faces) {
        check_size(face.size(), direction.size());
        const Vector z = unit(face);
        const Vector tangent = w - w.dot(z) * z;  // where rotate() starts, not yet of length 1
        const double sine = along.dot(z), cosine = std::sqrt(std::max(0.0, 1 - sine * sine));
        if (tangent.norm() > 1e-9 && cosine > 1e-9)
            sum += std::abs(along.dot(tangent) / tangent.norm() / cosine);
    }
    return sum / static_cast<double>(faces.size());
}

}  // namespace progan
