// Descent on the sphere, on functions whose minima are known.
#include "core/project/sphere_descent.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

namespace progan {
namespace {

using Vector = std::vector<double>;

/// Its value; fills the gradient.
using Function = std::function<double(const Vector& x, Vector& gradient)>;

int run(SphereDescent& descent, const Function& function, int most) {
    Vector gradient(descent.asked().size());
    for (int i = 0; i < most; ++i) {
        if (descent.finished()) return i;
        double squares = 0;
        for (const double component : descent.asked()) squares += component * component;
        EXPECT_NEAR(squares, 1, 1e-12) << "asks for a point of the sphere";
        const double value = function(descent.asked(), gradient);
        descent.tell(value, gradient);
    }
    return most;
}

std::vector<float> random_start(std::size_t size) {
    std::mt19937 engine(1);
    std::normal_distribution<float> normal;
    std::vector<float> start(size);
    for (float& component : start) component = normal(engine);
    return start;
}

/// x' A x for a diagonal A: the minimum on the sphere is A's least value, its place that component's axis.
TEST(SphereDescent, FindsTheLeastEigenvalue) {
    const Function quadratic = [](const Vector& x, Vector& gradient) {
        double sum = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double a = std::pow(1000.0, static_cast<double>(i) / static_cast<double>(x.size() - 1));
            sum += a * x[i] * x[i];
            gradient[i] = 2 * a * x[i];
        }
        return sum;
    };
    SphereDescent descent(random_start(30), 0.1, 0.4);
    run(descent, quadratic, 400);
    EXPECT_NEAR(descent.value(), 1, 1e-6);
    EXPECT_NEAR(std::abs(descent.point()[0]), 1, 1e-4);
}

TEST(SphereDescent, EndsWhereNothingGetsSmallerAndKeepsTheBest) {
    const Function linear = [](const Vector& x, Vector& gradient) {
        std::fill(gradient.begin(), gradient.end(), 0.0);
        gradient[1] = 1;
        return x[1];
    };
    SphereDescent descent(random_start(5), 0.1, 0.4);
    EXPECT_LT(run(descent, linear, 1000), 1000) << "finishes";
    EXPECT_NEAR(descent.value(), -1, 1e-9);
    const Vector end = descent.point();
    Vector gradient(5, 1.0);
    descent.tell(-5, gradient);
    EXPECT_EQ(descent.point(), end) << "what is told after the end changes nothing";
}

TEST(SphereDescent, AValueThatIsNotFiniteIsTooLarge) {
    const Function half = [](const Vector& x, Vector& gradient) {
        std::fill(gradient.begin(), gradient.end(), 0.0);
        gradient[0] = 1;
        return x[0] < -0.5 ? NAN : x[0];
    };
    SphereDescent descent(random_start(4), 0.1, 0.4);
    run(descent, half, 200);
    EXPECT_TRUE(std::isfinite(descent.value()));
    EXPECT_LT(descent.value(), -0.45);
    EXPECT_GE(descent.value(), -0.5);
}

TEST(SphereDescent, FollowsAFunctionThatHasChanged) {
    double target = 1;
    const Function toward = [&](const Vector& x, Vector& gradient) {
        std::fill(gradient.begin(), gradient.end(), 0.0);
        gradient[2] = 2 * (x[2] - target);
        return (x[2] - target) * (x[2] - target);
    };
    SphereDescent descent(random_start(6), 0.1, 0.4);
    run(descent, toward, 100);
    EXPECT_NEAR(descent.point()[2], 1, 1e-3);
    target = 0.5;
    descent.function_changed();
    EXPECT_FALSE(descent.finished());
    run(descent, toward, 100);
    EXPECT_NEAR(descent.point()[2], 0.5, 1e-3);
    EXPECT_NEAR(descent.value(), 0, 1e-6);
}

}  // namespace
}  // namespace progan
