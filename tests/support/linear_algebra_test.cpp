#include "core/support/linear_algebra.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <random>

namespace progan {
namespace {

MatrixD matrix(std::size_t rows, std::initializer_list<double> values) {
    MatrixD result(rows, values.size() / rows);
    std::copy(values.begin(), values.end(), result.values().begin());
    return result;
}

template <typename Value>
Matrix<Value> random_matrix(std::size_t rows, std::size_t columns) {
    std::mt19937 random(7);
    std::normal_distribution<Value> normal;
    Matrix<Value> result(rows, columns);
    for (Value& value : result.values()) value = normal(random);
    return result;
}

void expect_equal(const MatrixD& a, const MatrixD& b, double tolerance = 1e-12) {
    ASSERT_EQ(a.rows(), b.rows());
    ASSERT_EQ(a.columns(), b.columns());
    for (std::size_t r = 0; r < a.rows(); ++r)
        for (std::size_t c = 0; c < a.columns(); ++c)
            EXPECT_NEAR(a(r, c), b(r, c), tolerance) << r << ", " << c;
}

MatrixD identity(std::size_t size) {
    MatrixD result(size, size);
    for (std::size_t i = 0; i < size; ++i) result(i, i) = 1;
    return result;
}

TEST(LinearAlgebra, ProductsAreRowsTimesColumns) {
    const MatrixD a = matrix(2, {1, 2, 3, 4, 5, 6}), b = matrix(3, {7, 8, 9, 10, 11, 12});
    expect_equal(product(a, b), matrix(2, {58, 64, 139, 154}));
    expect_equal(product_tn(a, a), matrix(3, {17, 22, 27, 22, 29, 36, 27, 36, 45}));
    expect_equal(product_nt(a, a), matrix(2, {14, 32, 32, 77}));
}

TEST(LinearAlgebra, PartsOfAProductLandWhereTheyBelong) {
    const MatrixF a = random_matrix<float>(3, 5), b = random_matrix<float>(4, 5);
    MatrixF whole(3, 6);
    product_nt_into(a, b, whole, 2);
    expect_equal(
        to_double(product_nt(a, b)),
        [&] {
            MatrixD part(3, 4);
            for (std::size_t r = 0; r < 3; ++r)
                for (std::size_t c = 0; c < 4; ++c) part(r, c) = static_cast<double>(whole(r, c + 2));
            return part;
        }(),
        1e-6);
    for (std::size_t r = 0; r < 3; ++r) EXPECT_EQ(whole(r, 0) + whole(r, 1), 0);
    std::vector<float> result(3);
    multiply(a, b.row(1), result);
    for (std::size_t r = 0; r < 3; ++r) EXPECT_NEAR(result[r], whole(r, 3), 1e-5f);
}

TEST(LinearAlgebra, EigenvectorsAscendAndRebuildTheMatrix) {
    const MatrixF a = random_matrix<float>(2000, 6);
    const MatrixD squares = gram(a);
    expect_equal(squares, product_tn(to_double(a), to_double(a)), 1e-8);
    const SymmetricEigen<double> eigen = symmetric_eigen(squares);
    EXPECT_TRUE(std::is_sorted(eigen.values.begin(), eigen.values.end()));
    expect_equal(product_nt(eigen.vectors, eigen.vectors), identity(6), 1e-10);
    MatrixD scaled = eigen.vectors;
    for (std::size_t i = 0; i < 6; ++i)
        for (double& value : scaled.row(i)) value *= eigen.values[i];
    expect_equal(product_tn(eigen.vectors, scaled), squares, 1e-7);
}

TEST(LinearAlgebra, OrthonormalColumnsAndRowsSpanTheSame) {
    const MatrixF a = random_matrix<float>(9, 4), q = orthonormal_columns(a);
    expect_equal(to_double(product_tn(q, q)), identity(4), 1e-5);
    expect_equal(to_double(product(q, product_tn(q, a))), to_double(a), 1e-5);
    // The third row is the sum of the others.
    const MatrixD basis = orthonormal_rows(matrix(3, {1, 0, 0, 1, 0, 2, 0, 0, 1, 2, 0, 1}));
    EXPECT_EQ(basis.rows(), 2u);
    expect_equal(product_nt(basis, basis), identity(2));
}

TEST(LinearAlgebra, EquationsAreSolved) {
    const MatrixD a = matrix(2, {4, 1, 1, 3}), x = matrix(2, {1, -2, 5, 0.5});
    expect_equal(solve_positive_definite(a, product(a, x)), x);
    const auto lower_only = solve_semidefinite(matrix(2, {4, 99, 1, 3}), product(a, x));
    ASSERT_TRUE(lower_only);
    expect_equal(*lower_only, x);
}

TEST(LinearAlgebra, NormalEquationsAddUp) {
    const MatrixF x = random_matrix<float>(50, 3), y = random_matrix<float>(50, 2);
    MatrixD squares(3, 3), products(3, 2);
    for (int i = 0; i < 2; ++i) add_normal_equations(x, y, squares, products);
    const MatrixD once = gram(x);
    for (std::size_t r = 0; r < 3; ++r)
        for (std::size_t c = 0; c <= r; ++c) EXPECT_NEAR(squares(r, c), 2 * once(r, c), 1e-4);
    const MatrixD right = product_tn(to_double(x), to_double(y));
    for (std::size_t r = 0; r < 3; ++r)
        for (std::size_t c = 0; c < 2; ++c) EXPECT_NEAR(products(r, c), 2 * right(r, c), 1e-4);
}

TEST(LinearAlgebra, CenteredColumnsHaveMeanZero) {
    MatrixF a = random_matrix<float>(20, 3);
    const double before = static_cast<double>(a(4, 1));
    const std::vector<float> means = center_columns(a);
    EXPECT_NEAR(static_cast<double>(a(4, 1)) + static_cast<double>(means[1]), before, 1e-6);
    double sum = 0;
    for (std::size_t r = 0; r < 20; ++r) sum += static_cast<double>(a(r, 1));
    EXPECT_NEAR(sum, 0, 1e-5);
    EXPECT_NEAR(
        squared_norm(a),
        [&] {
            double squares = 0;
            for (const float value : a.values())
                squares += static_cast<double>(value) * static_cast<double>(value);
            return squares;
        }(),
        1e-9);
}

}  // namespace
}  // namespace progan
