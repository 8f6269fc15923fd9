#include "core/latent/interpolation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/latent/seeds.h"
#include "core/support/error.h"
#include "tests/latent/latent_references.h"

namespace progan {
namespace {

Latent random_latent(std::uint32_t seed) {
    return latent_from_seed(seed, 128, SeedMode::numpy);
}

TEST(Interpolation, EqualsTheFormulasInNumPy) {
    int rows = 0;
    const nlohmann::json references = test::latent_references();
    for (const auto& row : references["interpolations"]) {
        const Latent a = test::latent_of_bits(row["a"]), b = test::latent_of_bits(row["b"]);
        const Latent expected = test::latent_of_bits(row["result"]);
        const Latent between =
            interpolate(a, b, row["t"], interpolation_method_from_string(row["method"].get<std::string>()));
        ASSERT_EQ(between.size(), expected.size());
        for (std::size_t i = 0; i < between.size(); ++i)
            EXPECT_NEAR(between[i], expected[i], 2e-6) << row["method"] << " t " << row["t"] << " at " << i;
        ++rows;
    }
    EXPECT_EQ(rows, 27);
}

TEST(Interpolation, EndsAreExactAndTimeIsClamped) {
    const Latent a = random_latent(15), b = random_latent(21);
    for (const InterpolationMethod method : kInterpolationMethods) {
        EXPECT_EQ(interpolate(a, b, 0, method), a);
        EXPECT_EQ(interpolate(a, b, 1, method), b);
        EXPECT_EQ(interpolate(a, b, -0.5, method), a);
        EXPECT_EQ(interpolate(a, b, 7, method), b);
    }
}

TEST(Interpolation, OrthogonalEndsShowTheAngularSpeedOfEachMethod) {
    const Latent a{1, 0}, b{0, 1};
    const auto speed = [&](double t,
                           InterpolationMethod method) {  // degrees per unit of time, from first principles
        const double step = 1e-3;
        return angle_degrees(interpolate(a, b, t - step, method), interpolate(a, b, t + step, method)) /
               (2 * step);
    };
    const double mean = 90;
    EXPECT_NEAR(speed(0.002, InterpolationMethod::slerp), mean, 0.5);
    EXPECT_NEAR(speed(0.5, InterpolationMethod::slerp), mean, 0.5);
    // d/dt atan(t / (1 - t)) = 1 / ((1 - t)^2 + t^2): 1 rad at the ends, 2 rad in the middle.
    const double radian = 57.29577951;
    EXPECT_NEAR(speed(0.002, InterpolationMethod::hypersphere), radian, 0.5);
    EXPECT_NEAR(speed(0.5, InterpolationMethod::hypersphere), 2 * radian, 0.5);
}

TEST(Interpolation, StaysOnTheSphere) {
    const Latent a = random_latent(3), b = random_latent(4);
    for (int i = 1; i < 20; ++i) {
        const Latent z = interpolate(a, b, i / 20.0, InterpolationMethod::hypersphere);
        EXPECT_NEAR(length(z), length(a), 1e-4);
        EXPECT_LT(length(interpolate(a, b, 0.5, InterpolationMethod::lerp)), 0.85 * length(a));
    }
}

TEST(Interpolation, AntipodalEndsGoOverTheSphereAtConstantSpeed) {
    const Latent a = random_latent(9);
    Latent b = a;
    for (float& value : b) value = -value;
    for (const InterpolationMethod method : {InterpolationMethod::slerp, InterpolationMethod::hypersphere}) {
        for (int i = 0; i <= 8; ++i) {
            const Latent z = interpolate(a, b, i / 8.0, method);
            EXPECT_NEAR(angle_degrees(a, z), 180.0 * i / 8, 0.05) << to_string(method);
            EXPECT_NEAR(length(z), length(a), 1e-3) << to_string(method);
        }
        EXPECT_EQ(interpolate(a, b, 0.5, method), interpolate(a, b, 0.5, method));
    }
}

TEST(Interpolation, EqualAndNearlyEqualEndsAreHarmless) {
    const Latent a = random_latent(1);
    Latent near = a;
    near[0] = std::nextafter(near[0], 10.0f);
    Latent longer = a;
    for (float& value : longer) value *= 3;
    for (const InterpolationMethod method : kInterpolationMethods)
        for (const double t : {0.0, 0.25, 0.5, 1.0}) {
            EXPECT_EQ(interpolate(a, a, t, method), a);
            for (const float value : interpolate(a, near, t, method)) EXPECT_TRUE(std::isfinite(value));
            EXPECT_NEAR(angle_degrees(a, interpolate(a, longer, t, method)), 0, 0.01);
        }
}

TEST(Interpolation, AZeroLatentIsLerped) {
    const Latent a{0, 0, 0}, b{2, 4, 6};
    for (const InterpolationMethod method : kInterpolationMethods) {
        EXPECT_EQ(interpolate(a, b, 0.5, method), (Latent{1, 2, 3}));
        EXPECT_EQ(interpolate(a, a, 0.5, method), a);
    }
}

TEST(Interpolation, WrongInputIsRefused) {
    const Latent a{1, 2}, three{1, 2, 3}, none;
    const Latent infinite{1, std::numeric_limits<float>::infinity()}, nan{std::nanf(""), 1};
    for (const InterpolationMethod method : kInterpolationMethods) {
        EXPECT_THROW(interpolate(a, three, 0.5, method), Error);
        EXPECT_THROW(interpolate(none, none, 0.5, method), Error);
        EXPECT_THROW(interpolate(a, infinite, 0.5, method), Error);
        EXPECT_THROW(interpolate(nan, a, 0.5, method), Error);
    }
    EXPECT_THROW(angle_degrees(a, three), Error);
    EXPECT_THROW(interpolation_method_from_string("squad"), Error);
    for (const InterpolationMethod method : kInterpolationMethods)
        EXPECT_EQ(interpolation_method_from_string(to_string(method)), method);
}

}  // namespace
}  // namespace progan
