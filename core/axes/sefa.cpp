#include "core/axes/sefa.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <string>

#include "core/support/error.h"

namespace progan {
namespace {

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
constexpr Eigen::Index kRowsAtOnce = 1024;  // rows in memory as doubles

}  // namespace

std::vector<Latent> sefa_directions(const FirstLayerWeight& weight, int count) {
    if (count < 1) throw Error("At least one direction must be requested, not {}.", count);
    if (weight.latent > kMaxSefaLatentSize)
        throw Error("The latents of this model have {} components, but SeFa is limited to {}. Use PCA.",
                    weight.latent, kMaxSefaLatentSize);
    const Eigen::Map<const Rows> a(weight.values.data(), weight.outputs, weight.latent);
    Eigen::MatrixXd squares = Eigen::MatrixXd::Zero(weight.latent, weight.latent);
    for (Eigen::Index row = 0; row < a.rows(); row += kRowsAtOnce) {
        const Eigen::MatrixXd part = a.middleRows(row, std::min(kRowsAtOnce, a.rows() - row)).cast<double>();
        squares.selfadjointView<Eigen::Lower>().rankUpdate(part.transpose());
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(squares);  // ascending; reads the lower part
    if (solver.info() != Eigen::Success) throw Error("The first layer's weight has no eigenvectors.");
    std::vector<Latent> directions;
    for (Eigen::Index i = weight.latent - 1; i >= 0 && static_cast<int>(directions.size()) < count; --i) {
        Latent direction(static_cast<std::size_t>(weight.latent));
        Eigen::Map<Eigen::VectorXf>(direction.data(), weight.latent) =
            solver.eigenvectors().col(i).cast<float>();
        if (make_axis_direction(direction)) directions.push_back(std::move(direction));
    }
    return directions;
}

bool make_axis_direction(Latent& direction) {
    float largest = 0;
    for (const float value : direction) {
        if (!std::isfinite(value)) return false;
        if (std::abs(value) > std::abs(largest)) largest = value;
    }
    if (largest == 0) return false;
    // In two steps, so that squaring loses neither tiny nor huge components.
    double squares = 0;
    for (const float value : direction) {
        const double part = static_cast<double>(value) / static_cast<double>(largest);
        squares += part * part;
    }
    const double scale = 1 / (static_cast<double>(largest) * std::sqrt(squares));
    for (float& value : direction) value = static_cast<float>(static_cast<double>(value) * scale);
    return true;
}

}  // namespace progan
