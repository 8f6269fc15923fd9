// Progressive growing's schedule and configuration against the formulas.
#include "core/train/schedule.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/train/time_left.h"
#include "core/train/training_memory.h"
#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

using test::error_of;

TrainConfiguration small() {
    TrainConfiguration configuration;
    configuration.resolution = 16;
    configuration.images_per_phase = {100, 200};
    configuration.batches = {16, 8};
    return configuration;
}

TEST(Schedule, EveryLevelFadesInAndThenTrains) {
    const TrainConfiguration configuration = small();
    EXPECT_EQ(level_count(configuration), 3);
    EXPECT_EQ(total_images(configuration), 100 + 2 * 200 + 2 * 200);
    const SchedulePoint first = schedule_point_after(configuration, 0);
    EXPECT_EQ(first.level, 0);
    EXPECT_FALSE(first.fading);
    EXPECT_EQ(first.alpha, 1);
    EXPECT_EQ(first.batch, 16);
    EXPECT_EQ(first.phase_end, 100);
    EXPECT_EQ(schedule_point_after(configuration, 99).level, 0);
    const SchedulePoint fading = schedule_point_after(configuration, 100);
    EXPECT_EQ(fading.level, 1);
    EXPECT_TRUE(fading.fading);
    EXPECT_EQ(fading.batch, 8);
    EXPECT_DOUBLE_EQ(fading.alpha, 8.0 / 200);
    EXPECT_DOUBLE_EQ(schedule_point_after(configuration, 200).alpha, 108.0 / 200);
    EXPECT_DOUBLE_EQ(schedule_point_after(configuration, 292).alpha, 1);
    EXPECT_FALSE(schedule_point_after(configuration, 300).fading);
    EXPECT_EQ(schedule_point_after(configuration, 300).images_of_level, 200);
    EXPECT_EQ(schedule_point_after(configuration, 500).level, 2);
    EXPECT_FALSE(schedule_point_after(configuration, 899).finished);
    const SchedulePoint end = schedule_point_after(configuration, 900);
    EXPECT_TRUE(end.finished);
    EXPECT_EQ(end.level, 2);
    EXPECT_EQ(end.alpha, 1);
}

TEST(Schedule, AlphaRisesWithEveryStepOfAFade) {
    const TrainConfiguration configuration = small();
    double last = 0;
    for (std::int64_t images = 100; images < 300; images += 8) {
        const double alpha = schedule_point_after(configuration, images).alpha;
        EXPECT_GT(alpha, last);
        EXPECT_LE(alpha, 1);
        last = alpha;
    }
}

TEST(Schedule, TheAverageForgetsHalfInItsHalfLife) {
    TrainConfiguration configuration = small();
    configuration.ema_half_life = 5000;
    SchedulePoint position = schedule_point_after(configuration, 0);
    position.images_of_level = 1'000'000;
    EXPECT_NEAR(std::pow(ema_decay(configuration, position), 5000.0 / 16), 0.5, 1e-12);
    position.images_of_level = 2000;  // a quarter of it: 500
    EXPECT_NEAR(std::pow(ema_decay(configuration, position), 500.0 / 16), 0.5, 1e-12);
    position.images_of_level = 0;
    EXPECT_NEAR(std::pow(ema_decay(configuration, position), 100.0 / 16), 0.5, 1e-12);
    configuration.ema_half_life = 16 * std::log(0.5) / std::log(0.999);  // the paper's 0.999 at batch 16
    position.images_of_level = 1'000'000;
    EXPECT_NEAR(ema_decay(configuration, position), 0.999, 1e-12);
}

TEST(TrainConfiguration, ComesBackFromJson) {
    TrainConfiguration configuration = small();
    configuration.loss = Loss::wgan_gp;
    configuration.crop_mode = CropMode::pad;
    configuration.mirror = false;
    configuration.learning_rates = {0.001, 0.0015};
    configuration.credit = "\"ToonHead\" by Johan Melin";
    EXPECT_EQ(configuration_from_json(configuration_to_json(configuration)), configuration);
    EXPECT_NE(error_of([] { configuration_from_json("{}"); }).find("resolution"), std::string::npos);
}

TEST(TrainConfiguration, KeepsTheKeysOfEarlierCheckpoints) {
    TrainConfiguration configuration;
    configuration.ema_half_life = 1234;
    configuration.crop_mode = CropMode::pad;
    const std::string text = configuration_to_json(configuration);
    EXPECT_NE(text.find("\"average_half_life\":1234"), std::string::npos) << text;
    EXPECT_NE(text.find("\"squaring\":\"pad\""), std::string::npos) << text;
    EXPECT_NE(text.find("\"loss\":\"logistic-r1\""), std::string::npos) << text;
    EXPECT_EQ(configuration_from_json(text), configuration);
}

TEST(TrainConfiguration, SaysWhatCannotBe) {
    TrainConfiguration configuration;
    configuration.resolution = 100;
    EXPECT_EQ(error_of([&] { validate(configuration); }),
              "The resolution is 100, but must be a power of two from 4 to 1024.");
    configuration = {};
    configuration.batches = {16, 6};
    EXPECT_EQ(error_of([&] { validate(configuration); }),
              "The batch is 6, but must be a multiple of 4 from 4 to 4096.");
    configuration = {};
    configuration.channels = {};
    EXPECT_EQ(error_of([&] { validate(configuration); }),
              "The list of values for the number of channels is empty.");
    configuration = {};
    configuration.learning_rates = {-0.5};
    EXPECT_EQ(error_of([&] { validate(configuration); }),
              "The learning rate is -0.5, but must be above 0 and at most 1.");
}

/// Images at a level count by what a face costs there.
TEST(TimeLeft, GrowsWithTheLevelsToCome) {
    TrainConfiguration configuration;
    configuration.resolution = 8;
    configuration.latent_size = 16;
    configuration.channels = {32, 32};
    configuration.images_per_phase = {1000};  // 4 x 4, then 8 x 8 fading in and training
    // Convolutions at 4 x 4, and the first layer and to-RGB; at 8 x 8 two more convolutions at 64 pixels.
    const double small = 2.0 * (16 * 32 * 16 + 16 * 9 * 32 * 32 + 16 * 3 * 32) + 2e7;
    const double large = 2.0 * (16 * 32 * 16 + 16 * 9 * 32 * 32 + 2 * 64 * 9 * 32 * 32 + 64 * 3 * 32) + 2e7;
    EXPECT_NEAR(training_seconds_left(configuration, 600, 100), 4 + 20 * large / small, 1e-9);
    EXPECT_NEAR(training_seconds_left(configuration, 1500, 50), 30, 1e-9);
    EXPECT_EQ(training_seconds_left(configuration, 3000, 50), 0);
}

TEST(TrainingMemory, IsOfBothNetworksWeightsGradientsMomentsAndTheAverage) {
    TrainConfiguration configuration;
    configuration.resolution = 8;
    configuration.latent_size = 4;
    configuration.channels = {6, 5};
    const int first = (4 + 1) * 6 * 16, conv = 9 * 6 * 6 + 6, next = 9 * 6 * 5 + 5 + 9 * 5 * 5 + 5,
              to_rgb = 3 * (6 + 1) + 3 * (5 + 1);
    const int from_rgb = 6 * (3 + 1) + 5 * (3 + 1), convs = 9 * 5 * 5 + 5 + 9 * 5 * 6 + 6 + 9 * 7 * 6 + 6,
              dense = 16 * 6 * 6 + 6 + 6 + 1;
    EXPECT_EQ(least_training_bytes(configuration),
              4 * (5 * (first + conv + next + to_rgb) + 4 * (from_rgb + convs + dense)));
    configuration.discriminator_channels = {12, 10};
    EXPECT_GT(least_training_bytes(configuration), 2 * 4 * 4 * (from_rgb + convs + dense));
}

}  // namespace
}  // namespace progan
