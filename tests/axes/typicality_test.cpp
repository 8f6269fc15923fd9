#include "core/axes/typicality.h"

#include <gtest/gtest.h>

#include "core/latent/interpolation.h"
#include "core/latent/seeds.h"
#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

using test::error_of;

TEST(Typicality, TheMeanIsOfDirections) {
    // By hand: the mean of (1, 0) and (0, 1) is (1, 1) / 2, at 45 degrees; lengths do not count.
    const Latent mean = mean_direction(std::vector<Latent>{{5, 0}, {0, 0.1f}});
    EXPECT_NEAR(mean[0], 0.70710678, 1e-6);
    EXPECT_NEAR(mean[1], 0.70710678, 1e-6);
    // (1, 0), (1, 0), (0, 1): (2, 1) / sqrt 5.
    EXPECT_NEAR(mean_direction(std::vector<Latent>{{1, 0}, {2, 0}, {0, 3}})[0], 0.89442719, 1e-6);
}

TEST(Typicality, SaysWhenThereIsNoMiddle) {
    EXPECT_NE(error_of([] { mean_direction({}); }).find("no faces"), std::string::npos);
    EXPECT_NE(error_of([] {
                  mean_direction(std::vector<Latent>{{1, 2}, {-2, -4}});
              }).find("cancel"),
              std::string::npos);
    EXPECT_NE(error_of([] {
                  mean_direction(std::vector<Latent>{{1, 2}, {1, 2, 3}});
              }).find("3 components"),
              std::string::npos);
    EXPECT_NE(error_of([] {
                  mean_direction(std::vector<Latent>{{0, 0}});
              }).find("without a direction"),
              std::string::npos);
}

TEST(Typicality, TurnsTowardTheMeanAndStopsThere) {
    const Latent z = latent_from_seed(1, 64, SeedMode::numpy),
                 mean = latent_from_seed(2, 64, SeedMode::numpy);
    const double angle = angle_degrees(z, mean);
    EXPECT_NEAR(angle_degrees(toward_mean(z, mean, 30), mean), angle - 30, 1e-2);
    EXPECT_NEAR(angle_degrees(toward_mean(z, mean, -30), mean), angle + 30, 1e-2);
    EXPECT_NEAR(angle_degrees(toward_mean(z, mean, 170), mean), 0, 0.05);  // not past it
    EXPECT_NEAR(angle_degrees(toward_mean(z, mean, -170), mean), 180, 0.05);
    EXPECT_EQ(toward_mean(z, mean, 0), z);
    EXPECT_NEAR(length(toward_mean(z, mean, 40)), length(z), 1e-4);
}

}  // namespace
}  // namespace progan
