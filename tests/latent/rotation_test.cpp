#include "core/latent/rotation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/latent/interpolation.h"
#include "core/latent/seeds.h"
#include "core/support/error.h"

namespace progan {
namespace {

void expect_near(const Latent& a, const Latent& b, double tolerance) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], tolerance) << i;
}

TEST(Rotation, TurnsByTheAngleAndKeepsTheLength) {
    const Latent z = latent_from_seed(1, 128, SeedMode::numpy),
                 axis = latent_from_seed(2, 128, SeedMode::numpy);
    for (const double degrees : {-90.0, -7.5, 0.01, 30.0, 60.0}) {
        const Latent turned = rotate(z, axis, degrees);
        EXPECT_NEAR(angle_degrees(z, turned), std::abs(degrees), 0.01);
        EXPECT_NEAR(length(turned), length(z), 1e-4);
    }
}

TEST(Rotation, LeadsTowardTheAxisInItsPlane) {
    // By hand: (3, 0) turned by 30 degrees toward (1, 1) is 3 (cos 30, sin 30).
    expect_near(rotate(Latent{3, 0}, Latent{1, 1}, 30), Latent{3 * 0.8660254f, 1.5f}, 1e-6);
    expect_near(rotate(Latent{3, 0}, Latent{1, 1}, -30), Latent{3 * 0.8660254f, -1.5f}, 1e-6);
    expect_near(rotate(Latent{0, 2, 0}, Latent{0, 0, 5}, 90), Latent{0, 0, 2}, 1e-6);
    const Latent z = latent_from_seed(1, 128, SeedMode::numpy),
                 axis = latent_from_seed(2, 128, SeedMode::numpy);
    EXPECT_NEAR(angle_degrees(rotate(z, axis, 20), axis), angle_degrees(z, axis) - 20, 0.01);
}

TEST(Rotation, AnglesAddUpAndThereAndBackIsHome) {
    const Latent z = latent_from_seed(1, 128, SeedMode::numpy),
                 axis = latent_from_seed(2, 128, SeedMode::numpy);
    expect_near(rotate(rotate(z, axis, 12), axis, 13), rotate(z, axis, 25), 1e-5);
    expect_near(rotate(rotate(z, axis, 40), axis, -40), z, 1e-5);
}

TEST(Rotation, WithoutAPlaneNothingTurns) {
    const Latent z{1, 2, 3}, zero{0, 0, 0}, parallel{-2, -4, -6};
    EXPECT_EQ(rotate(zero, z, 30), zero);
    EXPECT_EQ(rotate(z, parallel, 30), z);
    EXPECT_EQ(rotate(z, zero, 30), z);
    EXPECT_EQ(rotate(z, Latent{1, 0, 0}, 0), z);
}

TEST(Rotation, ComponentsAreTheRawAxes) {
    const Latent z = latent_from_seed(4, 16, SeedMode::numpy);
    Latent axis(16, 0.0f);
    axis[5] = 1;
    expect_near(rotate_component(z, 5, 33), rotate(z, axis, 33), 1e-6);
    std::vector<float> degrees(16, 0.0f);
    EXPECT_EQ(rotate_components(z, degrees), z);
    degrees[2] = 10;
    degrees[5] = -20;
    expect_near(rotate_components(z, degrees), rotate_component(rotate_component(z, 2, 10), 5, -20), 1e-6);
}

TEST(Rotation, WrongInputIsRefused) {
    EXPECT_THROW(rotate(Latent{1, 2}, Latent{1, 2, 3}, 1), Error);
    EXPECT_THROW(rotate_component(Latent{1, 2}, 2, 1), Error);
    EXPECT_THROW(rotate_components(Latent{1, 2}, std::vector<float>{1}), Error);
}

}  // namespace
}  // namespace progan
