#include "core/latent/journey/journey.h"

#include <gtest/gtest.h>
#include <algorithm>

#include <cmath>
#include <random>

#include "core/latent/seeds.h"
#include "core/support/error.h"

namespace progan {
namespace {

Journey three_keys() {
    Journey journey;
    journey.method = InterpolationMethod::lerp;
    journey.keyframes = {
        {{{0, 0}}, 4, Easing::linear}, {{{4, 0}}, 2, Easing::smooth}, {{{4, 8}}, 5, Easing::linear}};
    return journey;
}

TEST(Journey, FramesAreCountedWithBothEndsAndWithoutTheSecondWhenItLoops) {
    Journey journey = three_keys();
    EXPECT_EQ(frame_count(journey), 4 + 2 + 1);
    journey.repeat = Repeat::loop;
    EXPECT_EQ(frame_count(journey), 4 + 2 + 5);
    journey.keyframes.resize(1);
    EXPECT_EQ(frame_count(journey), 1);
}

TEST(Journey, EditsMoveWithTheFace) {
    Journey journey = three_keys();
    journey.keyframes[1].edits = {{2, 5, 0.0f}};
    EXPECT_EQ(journey_edits(journey, 0), (ChannelEdits{}));
    EXPECT_EQ(journey_edits(journey, 1), (ChannelEdits{{2, 5, 0.75f}}));
    EXPECT_EQ(journey_edits(journey, 4), (ChannelEdits{{2, 5, 0.0f}}));
    EXPECT_EQ(journey_edits(journey, 5), (ChannelEdits{{2, 5, 0.5f}}));
    EXPECT_EQ(journey_edits(journey, 6), (ChannelEdits{}));
    EXPECT_NE(span_mark(journey, 0), span_mark(three_keys(), 0));
    Journey other = three_keys();
    other.keyframes[0].edits = journey.keyframes[1].edits;
    EXPECT_NE(span_mark(journey, 0), span_mark(other, 0));
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
    journey.repeat = Repeat::loop;
    EXPECT_EQ(journey_latent(journey, 6), (Latent{4, 8}));
    const Latent last = journey_latent(journey, 10);  // four fifths of the way from (4, 8) to (0, 0)
    EXPECT_NEAR(last[0], 0.8, 1e-6);
    EXPECT_NEAR(last[1], 1.6, 1e-6);
}

// Journey files hold these marks: another value, and what was measured would be measured again. Reckoned by a
// few lines of Python from the bits of the numbers.
TEST(Journey, TheMarksOfSpansStayWhatFilesHold) {
    Journey journey = three_keys();
    journey.model_sha256 = "ab";
    EXPECT_EQ(span_mark(journey, 0), 0x5bc2fd5665c49774u);
    journey.method = InterpolationMethod::spline;
    EXPECT_EQ(span_mark(journey, 1), 0x4362ef4bcad9f374u);
}

/// Keys on the unit circle, by their angle in degrees: there a curve on the sphere is a curve of angles.
Journey on_the_circle(const std::vector<double>& degrees, const std::vector<int>& frames) {
    Journey journey;
    journey.method = InterpolationMethod::spline;
    for (std::size_t i = 0; i < degrees.size(); ++i) {
        const double radians = degrees[i] * 3.14159265358979 / 180;
        journey.keyframes.push_back(
            {{{static_cast<float>(std::cos(radians)), static_cast<float>(std::sin(radians))}},
             frames[i],
             Easing::linear});
    }
    return journey;
}

double degrees_of(const Latent& latent) {
    return std::atan2(static_cast<double>(latent[1]), static_cast<double>(latent[0])) * 180 /
           3.14159265358979;
}

TEST(Journey, ASplineOnTheCircleIsTheCubicOfItsAngles) {
    const std::vector<double> angle{0, 40, 60, 20};
    const std::vector<int> frames{10, 20, 5, 8};
    const Journey journey = on_the_circle(angle, frames);
    // Velocities in degrees per frame: the slope of the parabola through three keys, held to 1.5 times the
    // smaller of its two sides.
    const auto slope = [&](double before, double after, double h0, double h1) {
        const double v = (h1 * before + h0 * after) / (h0 + h1);
        const double most = 1.5 * std::min(std::abs(before), std::abs(after));
        return std::clamp(v, -most, most);
    };
    const double s0 = 40.0 / 10, s1 = 20.0 / 20, s2 = -40.0 / 5;
    const std::vector<double> v{s0, slope(s0, s1, 10, 20), slope(s1, s2, 20, 5), s2};
    std::int64_t frame = 0;
    for (std::size_t span = 0; span < 3; ++span)
        for (int i = 0; i < frames[span]; ++i, ++frame) {
            const double t = static_cast<double>(i) / frames[span], h = frames[span];
            const double hermite = (1 + 2 * t) * (1 - t) * (1 - t) * angle[span] +
                                   t * (1 - t) * (1 - t) * h * v[span] +
                                   t * t * (3 - 2 * t) * angle[span + 1] - t * t * (1 - t) * h * v[span + 1];
            EXPECT_NEAR(degrees_of(latent_at(journey, frame)), hermite, 2e-4) << frame;
        }
    EXPECT_EQ(latent_at(journey, frame), journey.keyframes.back().latent);
}

TEST(Journey, ASplineOfManyNumbersPassesItsKeysWithoutAKink) {
    for (const Repeat repeat : {Repeat::once, Repeat::loop}) {
        Journey journey;
        journey.method = InterpolationMethod::spline;
        journey.repeat = repeat;
        for (std::uint32_t seed : {1u, 2u, 3u, 4u, 5u})
            journey.keyframes.push_back({{latent_from_seed(seed, 64, SeedMode::numpy), seed},
                                         static_cast<int>(1000 + 700 * (seed % 3)),
                                         Easing::linear});
        const std::vector<std::int64_t> starts = key_frames(journey);
        for (std::size_t key = 0; key < 5; ++key)
            EXPECT_EQ(latent_at(journey, starts[key]), journey.keyframes[key].latent);
        // The steps before and after an inner key have one direction and one length.
        const std::int64_t length = path_length(journey);
        for (std::size_t key = repeat == Repeat::loop ? 0 : 1; key < (repeat == Repeat::loop ? 5u : 4u);
             ++key) {
            const auto at = [&](std::int64_t by) {
                Latent z = latent_at(journey, (starts[key] + by + length) % length);
                const double size = progan::length(z);
                for (float& x : z) x = static_cast<float>(x / size);
                return z;
            };
            const Latent before = at(-4), here = at(0), after = at(4);
            double arriving = 0, leaving = 0, dot = 0;
            for (std::size_t i = 0; i < here.size(); ++i) {
                const double a = static_cast<double>(here[i]) - before[i],
                             b = static_cast<double>(after[i]) - here[i];
                arriving += a * a, leaving += b * b, dot += a * b;
            }
            EXPECT_NEAR(std::sqrt(arriving / leaving), 1, 0.02) << key;
            EXPECT_GT(dot / std::sqrt(arriving * leaving), 0.999) << key;
        }
        // Great circles have a kink there: the test can see one.
        journey.method = InterpolationMethod::slerp;
        double dot = 0, arriving = 0, leaving = 0;
        const Latent before = latent_at(journey, starts[2] - 4), here = latent_at(journey, starts[2]),
                     after = latent_at(journey, starts[2] + 4);
        for (std::size_t i = 0; i < here.size(); ++i) {
            const double a = static_cast<double>(here[i]) - before[i],
                         b = static_cast<double>(after[i]) - here[i];
            arriving += a * a, leaving += b * b, dot += a * b;
        }
        EXPECT_LT(dot / std::sqrt(arriving * leaving), 0.9);
    }
}

TEST(Journey, ASplineOfTwoKeysIsSlerpAndAFaceThatStandsTwiceIsAtRest) {
    Journey journey;
    journey.method = InterpolationMethod::spline;
    const Latent a = latent_from_seed(15, 64, SeedMode::numpy), b = latent_from_seed(21, 64, SeedMode::numpy);
    journey.keyframes = {{{a, 15u}, 20, Easing::linear}, {{b, 21u}, 20, Easing::linear}};
    for (int i = 0; i <= 20; ++i) {
        const Latent expected = interpolate(a, b, i / 20.0, InterpolationMethod::slerp);
        const Latent got = latent_at(journey, i);
        for (std::size_t j = 0; j < 64; ++j) EXPECT_NEAR(got[j], expected[j], 1e-5);
    }
    const Latent c = latent_from_seed(3, 64, SeedMode::numpy);
    journey.keyframes = {{{a, 15u}, 20, Easing::linear},
                         {{b, 21u}, 10, Easing::linear},
                         {{b, 21u}, 1, Easing::linear},
                         {{c, 3u}, 20, Easing::linear}};
    for (std::int64_t frame = 20; frame <= 30; ++frame)
        EXPECT_LT(angle_degrees(latent_at(journey, frame), b), 1e-4) << frame;
    // Beside a span of one frame nothing swings out: no step is longer than the way between two keys.
    for (std::int64_t frame = 1; frame < path_length(journey); ++frame)
        EXPECT_LT(angle_degrees(latent_at(journey, frame - 1), latent_at(journey, frame)), 100) << frame;
}

TEST(Journey, EveryEasingBeginsAndEndsWhereItShould) {
    for (const Easing easing : {Easing::linear, Easing::smooth, Easing::in, Easing::out}) {
        EXPECT_EQ(ease(0, easing), 0);
        EXPECT_EQ(ease(1, easing), 1);
        for (int i = 1; i <= 100; ++i) EXPECT_GT(ease(i / 100.0, easing), ease((i - 1) / 100.0, easing));
    }
    EXPECT_DOUBLE_EQ(ease(0.25, Easing::in), 0.0625);
    EXPECT_DOUBLE_EQ(ease(0.25, Easing::out), 0.4375);
}

TEST(Journey, WhatIsPlayedIsFromInToOutAndOfAPingPongBack) {
    Journey journey = three_keys();  // the way: 0..6
    const auto played = [&] {
        std::vector<std::int64_t> frames;
        for (std::int64_t i = 0; i < frame_count(journey); ++i) frames.push_back(playback_frame(journey, i));
        return frames;
    };
    using List = std::vector<std::int64_t>;
    EXPECT_EQ(played(), (List{0, 1, 2, 3, 4, 5, 6}));
    journey.in = 2;
    journey.out = 5;
    EXPECT_EQ(played(), (List{2, 3, 4, 5}));
    journey.repeat = Repeat::ping_pong;
    EXPECT_EQ(played(), (List{2, 3, 4, 5, 4, 3}));
    journey.in = 0;
    journey.out = 999;
    EXPECT_EQ(played(), (List{0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1}));
    EXPECT_EQ(journey_latent(journey, 8), latent_at(journey, 4));
    journey.in = 999;
    EXPECT_EQ(played(), (List{6}));
    journey.in = 0;
    journey.repeat = Repeat::loop;
    journey.out = -1;
    EXPECT_EQ(played(), (List{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
    EXPECT_THROW(playback_frame(journey, 11), Error);
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
