// Neighbors, children and arithmetic on the sphere, against the formulas and against brute force.
#include "core/latent/neighborhood.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/latent/interpolation.h"
#include "core/latent/rotation.h"
#include "core/latent/seeds.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

Latent seeded(std::uint32_t seed, std::size_t size = 128) {
    return latent_from_seed(seed, size, SeedMode::numpy);
}

double dot(const Latent& a, const Latent& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

void expect_near(const Latent& a, const Latent& b, double tolerance) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], tolerance) << i;
}

TEST(Neighborhood, TangentsAreUnitAndOrthogonal) {
    for (const std::size_t size : {4ul, 128ul, 512ul}) {
        const Latent z = seeded(1, size);
        const std::vector<Latent> headings = random_tangents(z, 3, 7);
        ASSERT_EQ(headings.size(), 3u);
        for (std::size_t i = 0; i < headings.size(); ++i) {
            EXPECT_NEAR(length(headings[i]), 1, 1e-6);
            EXPECT_NEAR(dot(headings[i], z) / length(z), 0, 1e-6);
            for (std::size_t j = 0; j < i; ++j) EXPECT_NEAR(dot(headings[i], headings[j]), 0, 1e-6);
        }
        EXPECT_EQ(random_tangents(z, 3, 7), headings);
        EXPECT_NE(random_tangents(z, 3, 8), headings);
        EXPECT_EQ(random_tangents(z, 2, 7)[1], headings[1]);
    }
    const Latent z = seeded(1), chosen = tangent(z, seeded(2));
    const std::vector<Latent> beside{{}, chosen};
    EXPECT_NEAR(dot(random_tangents(z, 1, 7, beside)[0], chosen), 0, 1e-6);
    EXPECT_EQ(
        random_tangents(Latent{1, 2, 3}, 1, 7, std::vector<Latent>{tangent(Latent{1, 2, 3}, Latent{0, 0, 1})})
            .size(),
        1u);
    EXPECT_THROW(random_tangents(Latent{1, 2}, 2, 7), Error);
    EXPECT_THROW(random_tangents(Latent{0, 0, 0}, 1, 7), Error);
    // (3, 4) against (0, 1): what is left of (0, 1) is (-12, 9) / 25 before scaling.
    expect_near(tangent(Latent{3, 4}, Latent{0, 1}), Latent{-0.8f, 0.6f}, 1e-6);
    EXPECT_TRUE(tangent(Latent{3, 4}, Latent{-6, -8}).empty());
    EXPECT_TRUE(tangent(Latent{0, 0}, Latent{1, 0}).empty());
    EXPECT_TRUE(tangent(Latent{1, 0}, Latent{0, 0}).empty());
}

TEST(Neighborhood, AnglesAreExactInDegreesAndLengthIsKept) {
    const Latent z = seeded(1);
    const std::vector<Latent> headings = random_tangents(z, 2, 3);
    for (const double across : {-90.0, -20.0, 0.0, 0.5, 35.0})
        for (const double down : {-10.0, 0.0, 25.0}) {
            const Latent there = neighbor(z, headings[0], headings[1], across, down);
            EXPECT_NEAR(angle_degrees(z, there), std::hypot(across, down), 1e-4);
            EXPECT_NEAR(length(there), length(z), 1e-5 * length(z));
        }
    EXPECT_EQ(neighbor(z, headings[0], headings[1], 0, 0), z);
    EXPECT_EQ(neighbor(z, {}, headings[1], 30, 0), z);
    // In three dimensions by hand: 60 degrees of longitude, 5 long.
    expect_near(neighbor(Latent{5, 0, 0}, Latent{0, 1, 0}, Latent{0, 0, 1}, 60, 0),
                Latent{2.5f, static_cast<float>(5 * std::sin(60 * kDegree)), 0}, 1e-6);
    expect_near(
        neighbor(Latent{5, 0, 0}, Latent{0, 1, 0}, Latent{0, 0, 1}, 36, 48),
        Latent{static_cast<float>(5 * std::cos(60 * kDegree)), static_cast<float>(3 * std::sin(60 * kDegree)),
               static_cast<float>(4 * std::sin(60 * kDegree))},
        1e-6);
}

TEST(Neighborhood, AlongOneAxisItIsASlider) {
    const Latent z = seeded(1), axis = seeded(2);
    const Latent heading = tangent(z, axis);
    expect_near(neighbor(z, heading, {}, 20, 0), rotate(z, axis, 20), 1e-5);
    expect_near(neighbor(z, {}, heading, 0, -50), rotate(z, axis, -50), 1e-5);
}

TEST(Neighborhood, ASquareHasTheFaceInItsMiddle) {
    const Latent z = seeded(1);
    const std::vector<Latent> headings = random_tangents(z, 2, 3);
    for (const int side : {1, 3, 5}) {
        const std::vector<Latent> faces = neighborhood(z, headings[0], headings[1], 20, side);
        ASSERT_EQ(faces.size(), static_cast<std::size_t>(side * side));
        EXPECT_EQ(faces[faces.size() / 2], z);
    }
    const std::vector<Latent> faces = neighborhood(z, headings[0], headings[1], 20, 5);
    expect_near(faces[10], neighbor(z, headings[0], {}, -20, 0), 1e-6);  // the middle row's left end
    expect_near(faces[2], neighbor(z, headings[1], {}, -20, 0), 1e-6);   // the middle column's top
    expect_near(faces[13], neighbor(z, headings[0], {}, 10, 0), 1e-6);
    EXPECT_NEAR(angle_degrees(z, faces[24]), 20 * std::numbers::sqrt2, 1e-4);
    EXPECT_THROW(neighborhood(z, headings[0], headings[1], 20, 4), Error);
    EXPECT_THROW(neighborhood(z, headings[0], headings[1], 20, -1), Error);
}

TEST(Breeding, ChildrenLieBetweenTheirParents) {
    const std::vector<Latent> parents{seeded(1), seeded(2), seeded(3)};
    // Without mutation a child is a positive combination of its parents' directions: found again by solving
    // for the weights, with nothing left over.
    const std::vector<Latent> span = [&] {
        std::vector<Latent> basis;
        for (const Latent& parent : parents) {
            Latent rest = parent;
            for (int pass = 0; pass < 2; ++pass)
                for (const Latent& other : basis) {
                    const double along = dot(rest, other);
                    for (std::size_t i = 0; i < rest.size(); ++i)
                        rest[i] -= static_cast<float>(along * static_cast<double>(other[i]));
                }
            const double scale = 1 / length(rest);
            for (float& value : rest) value = static_cast<float>(value * scale);
            basis.push_back(rest);
        }
        return basis;
    }();
    const double shortest = std::min({length(parents[0]), length(parents[1]), length(parents[2])}),
                 longest = std::max({length(parents[0]), length(parents[1]), length(parents[2])});
    for (std::size_t index = 0; index < 25; ++index) {
        const Latent born = child(parents, 11, index, 0);
        double inside = 0;
        for (const Latent& direction : span) inside += dot(born, direction) * dot(born, direction);
        EXPECT_NEAR(std::sqrt(inside), length(born), 1e-5 * length(born));
        EXPECT_GE(length(born), shortest * (1 - 1e-6));
        EXPECT_LE(length(born), longest * (1 + 1e-6));
        // The last parent's weight shows along the last direction, which the others do not have.
        EXPECT_GT(dot(born, span[2]), 0);
        for (const Latent& parent : parents) EXPECT_LT(angle_degrees(born, parent), 110);
    }
}

TEST(Breeding, MutationIsInDegreesAndChildrenFollowTheSeed) {
    const std::vector<Latent> parents{seeded(1), seeded(2)};
    const Latent plain = child(parents, 5, 3, 0);
    EXPECT_EQ(child(parents, 5, 3, 0), plain);
    EXPECT_NE(child(parents, 5, 4, 0), plain);
    EXPECT_NE(child(parents, 6, 3, 0), plain);
    const Latent mutant = child(parents, 5, 3, 15);
    EXPECT_NEAR(angle_degrees(plain, mutant), 15, 1e-4);
    EXPECT_NEAR(length(plain), length(mutant), 1e-5 * length(plain));
    EXPECT_EQ(child(parents, 5, 3, 15), mutant);
}

TEST(Breeding, WeightsAreEvenlyDistributed) {
    // Of two orthogonal unit parents: weight w gives the angle atan((1-w)/w) to the first. Evenly distributed
    // w has the mean 1/2 and the variance 1/12.
    const std::vector<Latent> parents{{1, 0, 0}, {0, 1, 0}};
    double sum = 0, squares = 0;
    constexpr int kChildren = 4000;
    for (std::size_t index = 0; index < kChildren; ++index) {
        const Latent born = child(parents, 1, index, 0);
        const double w = static_cast<double>(born[0]) / static_cast<double>(born[0] + born[1]);
        sum += w;
        squares += w * w;
    }
    const double mean = sum / kChildren;
    EXPECT_NEAR(mean, 0.5, 0.02);
    EXPECT_NEAR(squares / kChildren - mean * mean, 1.0 / 12, 0.006);
}

TEST(Breeding, OppositeParentsStillHaveChildren) {
    const std::vector<Latent> parents{{1, 0, 0}, {-1, 0, 0}};
    for (std::size_t index = 0; index < 10; ++index)
        EXPECT_NEAR(length(child(parents, 1, index, 10)), 1, 1e-5);
    EXPECT_THROW(child(std::vector<Latent>{{1, 0}}, 1, 0, 0), Error);
    EXPECT_THROW(child(std::vector<Latent>{{1, 0}, {1, 0, 0}}, 1, 0, 0), Error);
    EXPECT_THROW(child(std::vector<Latent>{{1, 0}, {0, 0}}, 1, 0, 0), Error);
}

TEST(Arithmetic, IsDoneOnDirectionsAndComesBackToTheSphere) {
    // 4 x (1, 0, 0) - 9 x (0, 1, 0) + 2 x (0, 0, 1), each as a direction: (1, -1, 1), 4 long.
    const auto value = static_cast<float>(4 / std::sqrt(3.0));
    expect_near(arithmetic(Latent{4, 0, 0}, Latent{0, 9, 0}, Latent{0, 0, 2}), Latent{value, -value, value},
                1e-6);
    const Latent a = seeded(1), b = seeded(2), c = seeded(3);
    expect_near(arithmetic(a, b, b), a, 1e-5);
    EXPECT_NEAR(angle_degrees(arithmetic(a, a, c), c), 0, 1e-4);
    EXPECT_NEAR(length(arithmetic(a, b, c)), length(a), 1e-5 * length(a));
    EXPECT_THROW(arithmetic(Latent{1, 0}, Latent{0, 1}, Latent{0, 1, 0}), Error);
    EXPECT_THROW(arithmetic(Latent{0, 0}, Latent{0, 1}, Latent{0, 1}), Error);
    // Three directions 120 degrees apart, the middle one taken away from its opposites' sum.
    EXPECT_THROW(arithmetic(Latent{1, 0}, Latent{0.5f, static_cast<float>(std::sin(60 * kDegree))},
                            Latent{-0.5f, static_cast<float>(std::sin(60 * kDegree))}),
                 Error);
}

}  // namespace
}  // namespace progan
