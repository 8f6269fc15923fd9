// Dense linear algebra on row-major matrices. Only linear_algebra.cpp sees Eigen, which takes long to
// compile. Plain values and functions without state, for any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace progan {

/// Somebody else's row-major numbers.
template <typename Value>
struct MatrixView {
    const Value* data = nullptr;
    std::size_t rows = 0, columns = 0;
};

template <typename Value>
class Matrix {
  public:
    Matrix() = default;
    /// Zeros.
    Matrix(std::size_t rows, std::size_t columns) : rows_(rows), columns_(columns), values_(rows * columns) {}

    std::size_t rows() const { return rows_; }
    std::size_t columns() const { return columns_; }
    bool empty() const { return values_.empty(); }

    Value& operator()(std::size_t row, std::size_t column) { return values_[row * columns_ + column]; }
    Value operator()(std::size_t row, std::size_t column) const { return values_[row * columns_ + column]; }
    std::span<Value> row(std::size_t index) { return std::span(values_).subspan(index * columns_, columns_); }
    std::span<const Value> row(std::size_t index) const {
        return std::span(values_).subspan(index * columns_, columns_);
    }
    std::span<Value> values() { return values_; }
    std::span<const Value> values() const { return values_; }

    // NOLINTNEXTLINE(google-explicit-constructor): a matrix is passed where a view is taken
    operator MatrixView<Value>() const { return {values_.data(), rows_, columns_}; }
    /// The first rows.
    MatrixView<Value> top(std::size_t rows) const { return {values_.data(), rows, columns_}; }

  private:
    std::size_t rows_ = 0, columns_ = 0;
    std::vector<Value> values_;
};

using MatrixF = Matrix<float>;
using MatrixD = Matrix<double>;
using ViewF = MatrixView<float>;
using ViewD = MatrixView<double>;

MatrixF product(ViewF a, ViewF b);  ///< a b
MatrixD product(ViewD a, ViewD b);
MatrixF product_tn(ViewF a, ViewF b);  ///< a^T b
MatrixD product_tn(ViewD a, ViewD b);
MatrixF product_nt(ViewF a, ViewF b);  ///< a b^T
MatrixD product_nt(ViewD a, ViewD b);
/// a b^T into the columns of `out` from `first_column` on; `out` has a's rows.
void product_nt_into(ViewF a, ViewF b, MatrixF& out, std::size_t first_column);
/// a v into `out`, which has a value per row of a.
void multiply(ViewF a, std::span<const float> v, std::span<float> out);

/// a^T a, summed in double.
MatrixD gram(ViewF a);
/// Adds x^T x to the lower triangle of `squares` and x^T y to `products`; computed in float.
void add_normal_equations(ViewF x, ViewF y, MatrixD& squares, MatrixD& products);

MatrixD to_double(ViewF a);
double squared_norm(ViewF a);

/// The mean of each column, which is subtracted.
std::vector<float> center_columns(MatrixF& a);

template <typename Value>
struct SymmetricEigen {
    std::vector<Value> values;  ///< ascending
    Matrix<Value> vectors;      ///< row i: of values[i], length 1
};
/// Of a symmetric matrix, of which the lower triangle is read. Throws Error if the iteration does not
/// converge.
SymmetricEigen<double> symmetric_eigen(ViewD a);
SymmetricEigen<float> symmetric_eigen(ViewF a);

/// Orthonormal columns with the span of a's, by Householder QR: [rows][min(rows, columns)].
MatrixF orthonormal_columns(ViewF a);
/// Orthonormal rows with the span of a's rows, which may be linearly dependent (column-pivoting QR):
/// [rank][columns].
MatrixD orthonormal_rows(ViewD a);

/// x of a x = b for a symmetric positive definite a (Cholesky).
MatrixD solve_positive_definite(ViewD a, ViewD b);
/// The same for a semidefinite a, of which the lower triangle is read (LDLT); nothing if x is not finite.
std::optional<MatrixD> solve_semidefinite(ViewD a, ViewD b);

}  // namespace progan
