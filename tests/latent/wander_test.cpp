#include "core/latent/wander.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>

#include "core/latent/interpolation.h"
#include "core/latent/seeds.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::size_t kSize = 128;

Latent seed(std::uint32_t number, std::size_t size = kSize) {
    return latent_from_seed(number, size, SeedMode::numpy);
}

Latent component(std::size_t index, std::size_t size = kSize) {
    Latent axis(size, 0.0f);
    axis[index] = 1;
    return axis;
}

double along(const Latent& z, const Latent& axis) {
    double sum = 0;
    for (std::size_t i = 0; i < z.size(); ++i)
        sum += static_cast<double>(z[i]) * static_cast<double>(axis[i]);
    return sum / length(axis);
}

std::vector<double> difference(const Latent& a, const Latent& b) {
    std::vector<double> result(a.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        result[i] = static_cast<double>(b[i]) - static_cast<double>(a[i]);
    return result;
}

double norm(const std::vector<double>& v) {
    double sum = 0;
    for (double x : v) sum += x * x;
    return std::sqrt(sum);
}

struct Case {
    std::string name;
    WanderOptions options;
    std::size_t size = kSize;
};

/// How GoogleTest calls it.
void PrintTo(const Case& walk, std::ostream* out) {
    *out << walk.name;
}

/// All that Wander promises, in every way of walking.
class WanderTest : public testing::TestWithParam<Case> {};

TEST_P(WanderTest, ItStaysOnTheSphereWithinReachAndLeavesWhatIsLocked) {
    const Case& walk = GetParam();
    const Latent start = seed(28, walk.size);
    Wander wander(start, walk.options);
    const double reach = walk.options.reach > kMaxReach ? 180 : walk.options.reach;
    double farthest = 0;
    for (double degrees = 0; degrees < 720; degrees += 0.7) {
        const Latent z = wander.at(degrees);
        ASSERT_NEAR(length(z) / length(start), 1, 1e-5) << degrees;
        const double far = angle_degrees(start, z);
        ASSERT_LE(far, reach + 1e-3) << degrees;
        farthest = std::max(farthest, far);
        for (const Latent& axis : walk.options.locked)
            ASSERT_NEAR(along(z, axis), along(start, axis), 1e-5) << degrees;
    }
    EXPECT_GT(farthest, 0.3 * std::min(reach, 60.0));  // it does go somewhere
}

TEST_P(WanderTest, ItBeginsAtRestAndItsVelocityHasNoJumps) {
    const Case& walk = GetParam();
    const Latent start = seed(28, walk.size);
    // As if each component were of length 1, and in double: the steps are short.
    constexpr double kStep = 0.05;
    Wander wander(start, walk.options);
    Latent last = wander.at(0);
    for (std::size_t i = 0; i < start.size(); ++i) ASSERT_NEAR(last[i], start[i], 1e-5);
    const double unit = length(start) * std::acos(-1.0) / 180 * kStep;  // of one step at full speed
    std::vector<double> before(start.size(), 0.0);
    double walked = 0;
    int steps = 0;
    for (double degrees = kStep; degrees < 300; degrees += kStep, ++steps) {
        const Latent z = wander.at(degrees);
        const std::vector<double> step = difference(last, z);
        std::vector<double> change(step.size());
        for (std::size_t i = 0; i < step.size(); ++i) change[i] = (step[i] - before[i]) / unit;
        ASSERT_LT(norm(change), 0.15) << "after " << degrees << " degrees";
        ASSERT_LT(norm(step) / unit, 2) << "after " << degrees << " degrees";
        walked += norm(step) / unit;
        before = step;
        last = z;
    }
    EXPECT_GT(walked / steps, 0.85);
    EXPECT_LT(walked / steps, 1.25);
}

TEST_P(WanderTest, ASeedMakesTheSameWalkHoweverItIsCut) {
    const Case& walk = GetParam();
    const Latent start = seed(28, walk.size);
    Wander one(start, walk.options), other(start, walk.options);
    WanderOptions changed = walk.options;
    ++changed.seed;
    Wander different(start, changed);
    for (double degrees = 0; degrees < 200; degrees += 0.31) (void)one.at(degrees);
    EXPECT_EQ(one.at(200), other.at(200));
    EXPECT_NE(one.at(230), different.at(230));
}

INSTANTIATE_TEST_SUITE_P(
    Walks, WanderTest,
    testing::Values(
        Case{"Everywhere", {.reach = 180, .along = {}, .locked = {}, .seed = 1}},
        Case{"Within30", {.reach = 30, .along = {}, .locked = {}, .seed = 2}},
        Case{"Within5", {.reach = 5, .along = {}, .locked = {}, .seed = 3}},
        Case{"AHemisphere", {.reach = 90, .along = {}, .locked = {}, .seed = 4}},
        Case{"TwoLocked", {.reach = 180, .along = {}, .locked = {seed(5), component(7)}, .seed = 5}},
        Case{"TwoLockedWithin40", {.reach = 40, .along = {}, .locked = {seed(5), component(7)}, .seed = 6}},
        Case{"OneAxisWithin20", {.reach = 20, .along = {seed(8)}, .locked = {}, .seed = 7}},
        Case{"OneAxisAllRound", {.reach = 180, .along = {seed(8)}, .locked = {}, .seed = 8}},
        Case{"ThreeAxesOneLocked",
             {.reach = 45, .along = {seed(8), seed(9), component(3)}, .locked = {seed(10)}, .seed = 9}},
        Case{"AFewComponents", {.reach = 60, .along = {}, .locked = {component(1, 4)}, .seed = 10}, 4},
        Case{"ThreeComponents", {.reach = 180, .along = {}, .locked = {}, .seed = 11}, 3}));

TEST(Wander, AlongAnAxisOnlyThatAndTheFaceAreMixed) {
    const Latent start = seed(28), axis = seed(8);
    Wander wander(start, {.reach = 30, .along = {axis}, .locked = {}, .seed = 1});
    for (double degrees = 0; degrees < 200; degrees += 1) {
        Latent z = wander.at(degrees);
        // Nothing is left of it beside the two.
        const double on_axis = along(z, axis) / length(axis);
        Latent rest = start;
        const double start_on_axis = along(start, axis) / length(axis);
        for (std::size_t i = 0; i < z.size(); ++i) {
            z[i] -= static_cast<float>(on_axis) * axis[i];
            rest[i] -= static_cast<float>(start_on_axis) * axis[i];
        }
        EXPECT_LT(angle_degrees(z, rest), 0.01) << degrees;
    }
}

TEST(Wander, WhatCannotMoveIsRefused) {
    const Latent start = seed(1, 4);
    std::vector<Latent> all;
    for (std::size_t i = 0; i < 4; ++i) all.push_back(component(i, 4));
    EXPECT_THROW(Wander(start, {.reach = 30, .along = {}, .locked = all, .seed = 1}), Error);
    EXPECT_THROW(Wander(Latent(4, 0.0f), {}), Error);
    // The only direction is locked, or leads nowhere.
    EXPECT_THROW(Wander(start, {.reach = 30, .along = {all[2]}, .locked = {all[2]}, .seed = 1}), Error);
    EXPECT_THROW(Wander(start, {.reach = 30, .along = {start}, .locked = {}, .seed = 1}), Error);
    EXPECT_THROW(Wander(start, {.reach = 30, .along = {seed(1, 5)}, .locked = {}, .seed = 1}), Error);
}

}  // namespace
}  // namespace progan
