#include "core/latent/journey.h"

#include <gtest/gtest.h>

#include "core/support/error.h"

namespace progan {
namespace {

Journey three_keys() {
    Journey journey;
    journey.method = InterpolationMethod::lerp;
    journey.keyframes = {
        {{0, 0}, {}, 4, Easing::linear}, {{4, 0}, {}, 2, Easing::smooth}, {{4, 8}, {}, 5, Easing::linear}};
    return journey;
}

TEST(Journey, FramesAreCountedWithBothEndsAndWithoutTheSecondWhenItLoops) {
    Journey journey = three_keys();
    EXPECT_EQ(frame_count(journey), 4 + 2 + 1);
    journey.loop = true;
    EXPECT_EQ(frame_count(journey), 4 + 2 + 5);
    journey.keyframes.resize(1);
    EXPECT_EQ(frame_count(journey), 1);
}

TEST(Journey, EveryKeyIsHitAndWhatLiesBetweenFollowsTheEasing) {
    const Journey journey = three_keys();
    EXPECT_EQ(journey_latent(journey, 0), (Latent{0, 0}));
    EXPECT_EQ(journey_latent(journey, 1), (Latent{1, 0}));
    EXPECT_EQ(journey_latent(journey, 4), (Latent{4, 0}));
    EXPECT_EQ(journey_latent(journey, 5), (Latent{4, 4}));  // smooth: half way in half the time
    EXPECT_EQ(journey_latent(journey, 6), (Latent{4, 8}));
    Journey smooth = journey;
    smooth.keyframes[0].easing = Easing::smooth;
    EXPECT_NEAR(journey_latent(smooth, 1)[0], 4 * (3 * 0.0625 - 2 * 0.015625),
                1e-6);  // 3t^2 - 2t^3 at t = 1/4
}

TEST(Journey, ALoopLeadsBackToTheFirstKey) {
    Journey journey = three_keys();
    journey.loop = true;
    EXPECT_EQ(journey_latent(journey, 6), (Latent{4, 8}));
    const Latent last = journey_latent(journey, 10);  // four fifths of the way from (4, 8) to (0, 0)
    EXPECT_NEAR(last[0], 0.8, 1e-6);
    EXPECT_NEAR(last[1], 1.6, 1e-6);
}

TEST(Journey, WrongInputIsRefused) {
    EXPECT_THROW(frame_count(Journey()), Error);
    Journey journey = three_keys();
    EXPECT_THROW(journey_latent(journey, 7), Error);
    EXPECT_THROW(journey_latent(journey, -1), Error);
    journey.keyframes[1].frames = 0;
    EXPECT_THROW(frame_count(journey), Error);
    journey = three_keys();
    journey.keyframes[2].latent = {1};
    EXPECT_THROW(journey_latent(journey, 0), Error);
}

}  // namespace
}  // namespace progan
