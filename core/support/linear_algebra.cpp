#include "core/support/linear_algebra.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <algorithm>

#include "core/support/error.h"

namespace progan {
namespace {

template <typename Value>
using RowMajor = Eigen::Matrix<Value, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <typename Value>
using Columns = Eigen::Matrix<Value, Eigen::Dynamic, Eigen::Dynamic>;

constexpr std::size_t kRowsAtOnce = 1024;  // in memory as doubles

Eigen::Index index(std::size_t i) {
    return static_cast<Eigen::Index>(i);
}

template <typename Value>
Eigen::Map<const RowMajor<Value>> map(MatrixView<Value> a) {
    return {a.data, index(a.rows), index(a.columns)};
}

template <typename Value>
Eigen::Map<RowMajor<Value>> map(Matrix<Value>& a) {
    return {a.values().data(), index(a.rows()), index(a.columns())};
}

template <typename Value>
Matrix<Value> product_of(MatrixView<Value> a, MatrixView<Value> b) {
    Matrix<Value> result(a.rows, b.columns);
    map(result).noalias() = map(a) * map(b);
    return result;
}

template <typename Value>
Matrix<Value> product_tn_of(MatrixView<Value> a, MatrixView<Value> b) {
    Matrix<Value> result(a.columns, b.columns);
    map(result).noalias() = map(a).transpose() * map(b);
    return result;
}

template <typename Value>
Matrix<Value> product_nt_of(MatrixView<Value> a, MatrixView<Value> b) {
    Matrix<Value> result(a.rows, b.rows);
    map(result).noalias() = map(a) * map(b).transpose();
    return result;
}

template <typename Value>
SymmetricEigen<Value> eigen_of(MatrixView<Value> a) {
    const Eigen::SelfAdjointEigenSolver<Columns<Value>> solver(map(a));
    if (solver.info() != Eigen::Success)
        throw Error("The eigenvectors of a {} x {} matrix could not be computed.", a.rows, a.columns);
    SymmetricEigen<Value> result{{}, Matrix<Value>(a.rows, a.columns)};
    result.values.assign(solver.eigenvalues().data(), solver.eigenvalues().data() + index(a.rows));
    map(result.vectors) = solver.eigenvectors().transpose();
    return result;
}

}  // namespace

MatrixF product(ViewF a, ViewF b) {
    return product_of(a, b);
}
MatrixD product(ViewD a, ViewD b) {
    return product_of(a, b);
}
MatrixF product_tn(ViewF a, ViewF b) {
    return product_tn_of(a, b);
}
MatrixD product_tn(ViewD a, ViewD b) {
    return product_tn_of(a, b);
}
MatrixF product_nt(ViewF a, ViewF b) {
    return product_nt_of(a, b);
}
MatrixD product_nt(ViewD a, ViewD b) {
    return product_nt_of(a, b);
}

void product_nt_into(ViewF a, ViewF b, MatrixF& out, std::size_t first_column) {
    map(out).middleCols(index(first_column), index(b.rows)).noalias() = map(a) * map(b).transpose();
}

void multiply(ViewF a, std::span<const float> v, std::span<float> out) {
    Eigen::Map<Eigen::VectorXf>(out.data(), index(out.size())).noalias() =
        map(a) * Eigen::Map<const Eigen::VectorXf>(v.data(), index(v.size()));
}

MatrixD gram(ViewF a) {
    Columns<double> squares = Columns<double>::Zero(index(a.columns), index(a.columns));
    for (std::size_t row = 0; row < a.rows; row += kRowsAtOnce) {
        const Columns<double> part =
            map(a).middleRows(index(row), index(std::min(kRowsAtOnce, a.rows - row))).cast<double>();
        squares.selfadjointView<Eigen::Lower>().rankUpdate(part.transpose());
    }
    MatrixD result(a.columns, a.columns);
    map(result) = squares.selfadjointView<Eigen::Lower>();
    return result;
}

void add_normal_equations(ViewF x, ViewF y, MatrixD& squares, MatrixD& products) {
    Columns<float> own = Columns<float>::Zero(index(x.columns), index(x.columns));
    own.selfadjointView<Eigen::Lower>().rankUpdate(map(x).transpose());
    map(squares).triangularView<Eigen::Lower>() += own.cast<double>();
    map(products) += (map(x).transpose() * map(y)).cast<double>();
}

MatrixD to_double(ViewF a) {
    MatrixD result(a.rows, a.columns);
    map(result) = map(a).cast<double>();
    return result;
}

double squared_norm(ViewF a) {
    return map(a).cast<double>().squaredNorm();
}

std::vector<float> center_columns(MatrixF& a) {
    const Eigen::RowVectorXf mean = map(a).colwise().mean();
    map(a).rowwise() -= mean;
    return {mean.data(), mean.data() + mean.size()};
}

SymmetricEigen<double> symmetric_eigen(ViewD a) {
    return eigen_of(a);
}
SymmetricEigen<float> symmetric_eigen(ViewF a) {
    return eigen_of(a);
}

MatrixF orthonormal_columns(ViewF a) {
    const Eigen::HouseholderQR<Columns<float>> qr(map(a));
    const Eigen::Index columns = index(std::min(a.rows, a.columns));
    MatrixF result(a.rows, static_cast<std::size_t>(columns));
    map(result) = qr.householderQ() * Columns<float>::Identity(index(a.rows), columns);
    return result;
}

MatrixD orthonormal_rows(ViewD a) {
    const Eigen::ColPivHouseholderQR<Columns<double>> qr(map(a).transpose());
    const Eigen::Index rank = std::min(index(a.columns), qr.rank());
    const Columns<double> basis = qr.householderQ() * Columns<double>::Identity(index(a.columns), rank);
    MatrixD result(static_cast<std::size_t>(rank), a.columns);
    map(result) = basis.transpose();
    return result;
}

MatrixD solve_positive_definite(ViewD a, ViewD b) {
    MatrixD result(b.rows, b.columns);
    map(result) = Eigen::LLT<Columns<double>>(map(a)).solve(map(b));
    return result;
}

std::optional<MatrixD> solve_semidefinite(ViewD a, ViewD b) {
    const Columns<double> lower = map(a);
    MatrixD result(b.rows, b.columns);
    map(result) = lower.selfadjointView<Eigen::Lower>().ldlt().solve(map(b));
    if (!map(result).allFinite()) return std::nullopt;
    return result;
}

}  // namespace progan
