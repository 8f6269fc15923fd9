#include "core/latent/journey/pacing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "core/image/difference.h"
#include "core/latent/journey/journey_edit.h"

namespace progan {
namespace {

/// A picture that depends on the place on the way alone: its brightness is a known function of it.
Image picture_at(double brightness) {
    Image image(16, 16);
    for (std::size_t i = 0; i < image.rgb.size(); ++i) {
        // Dithered: the mean is exact to 1 / 768 of a level.
        const double dither = static_cast<double>(i * 37 % 768) / 768;
        image.rgb[i] = static_cast<std::uint8_t>(brightness + dither);
    }
    return image;
}

/// Keys on a line, from 0 to 1 to 3: the place of a latent is its first number.
Journey line() {
    Journey journey;
    journey.method = InterpolationMethod::lerp;
    journey.keyframes = {
        {{{0, 1}}, 80, Easing::linear}, {{{1, 1}}, 40, Easing::linear}, {{{3, 1}}, 9, Easing::linear}};
    return journey;
}

/// Rises slowly, then fast: x^2 up to 1, then 20 times as steep.
double brightness(double x) {
    return 10 + (x < 1 ? 20 * x * x : 20 + 80 * (x - 1));
}

void measure(Journey& journey) {
    constexpr int kSteps = 64;
    for (std::size_t span = 0; span < span_count(journey); ++span) {
        Keyframe& key = journey.keyframes[span];
        key.change = {0};
        for (int i = 1; i <= kSteps; ++i) {
            const auto at = [&](int step) {
                return picture_at(brightness(
                    static_cast<double>(span_latent(journey, span, static_cast<double>(step) / kSteps)[0])));
            };
            key.change.push_back(key.change.back() + static_cast<float>(picture_change(at(i - 1), at(i))));
        }
        key.change_of = span_mark(journey, span);
    }
}

std::vector<float> changes(const Journey& journey) {
    std::vector<float> found;
    for (std::int64_t i = 1; i < path_length(journey); ++i) {
        const auto at = [&](std::int64_t frame) {
            return picture_at(brightness(static_cast<double>(latent_at(journey, frame)[0])));
        };
        found.push_back(static_cast<float>(picture_change(at(i - 1), at(i))));
    }
    return found;
}

TEST(PacingTest, TheChangeOfTwoPicturesIsTheirMeanDifference) {
    Image a(2, 1), b(2, 1);
    a.rgb = {0, 10, 255, 7, 7, 7};
    b.rgb = {3, 0, 250, 7, 8, 7};
    EXPECT_DOUBLE_EQ(picture_change(a, b), (3 + 10 + 5 + 0 + 1 + 0) / 6.0);
    EXPECT_EQ(picture_change(a, a), 0);
    EXPECT_EQ(picture_change(a, Image(1, 1)), 0);
    EXPECT_EQ(picture_change(Image(), Image()), 0);
}

TEST(PacingTest, AShareIsFoundOnTheCurve) {
    const std::vector<float> change{0, 1, 1, 4};  // at 0, 1/3, 2/3, 1
    EXPECT_DOUBLE_EQ(part_at_share(change, 0), 0);
    EXPECT_DOUBLE_EQ(part_at_share(change, 0.125), 1.0 / 6);
    EXPECT_DOUBLE_EQ(part_at_share(change, 0.625), 2.0 / 3 + 0.5 / 3);
    EXPECT_DOUBLE_EQ(part_at_share(change, 1), 1);
    double before = -1;
    for (int i = 0; i <= 1000; ++i) {
        const double part = part_at_share(change, i / 1000.0);
        EXPECT_GT(part, before);
        before = part;
    }
    EXPECT_EQ(part_at_share(std::vector<float>{0, 0, 0}, 0.3), 0.3);  // nothing changes: as without
    EXPECT_EQ(part_at_share(std::vector<float>{}, 0.3), 0.3);
    EXPECT_EQ(part_at_share(std::vector<float>{0, 2, 2}, 1), 1);
}

TEST(PacingTest, OnAKnownCurveEveryFrameChangesAlike) {
    Journey journey = line();
    const double before = spread_of(changes(journey)).ratio();
    EXPECT_GT(before, 4);  // 4 per frame in the second span; in most of the first less than 0.5
    EXPECT_FALSE(is_measured(journey));
    measure(journey);
    EXPECT_TRUE(is_measured(journey));
    EXPECT_NEAR(journey.keyframes[0].change.back(), 20, 0.1);
    EXPECT_NEAR(journey.keyframes[1].change.back(), 160, 0.1);

    journey.pacing = Pacing::even_spans;  // within each span, and the keys stay
    EXPECT_EQ(key_frames(journey), key_frames(line()));
    // The first span's brightness is 20 x^2: an even share of it lies at its square root.
    for (int i = 1; i < 80; ++i) EXPECT_NEAR(latent_at(journey, i)[0], std::sqrt(i / 80.0), 0.01) << i;

    journey.pacing = Pacing::even;
    space_evenly(journey);
    EXPECT_EQ(path_length(journey), path_length(line()));
    EXPECT_EQ(journey.keyframes[0].frames, 13);  // 120 * 20 / 180 = 13.3
    EXPECT_EQ(journey.keyframes[0].own_frames, 80);
    EXPECT_LT(spread_of(changes(journey)).ratio(), 1.1);

    Journey back = journey;
    space_as_set(back);
    EXPECT_EQ(key_frames(back), key_frames(line()));
    space_evenly(journey);  // again: nothing more
    EXPECT_EQ(journey.keyframes[0].frames, 13);
    EXPECT_EQ(journey.keyframes[0].own_frames, 80);
}

TEST(PacingTest, MeasuresOfAWayThatChangedAreForgotten) {
    Journey journey = line();
    measure(journey);
    NamedLatent other;
    other.latent = {2, 1};
    Journey changed = journey;
    replace_key(changed, 2, other);
    EXPECT_FALSE(changed.keyframes[0].change.empty());  // its span is the same
    EXPECT_TRUE(changed.keyframes[1].change.empty());
    changed = journey;
    move_key(changed, 1, 30);  // timing alone
    EXPECT_TRUE(is_measured(changed));
    changed.pacing = Pacing::even;
    space_evenly(changed);
    move_key(changed, 1, 40);  // the person sets the timing: even inside the spans from now on
    EXPECT_EQ(changed.pacing, Pacing::even_spans);
    EXPECT_EQ(key_frames(changed)[1], 40);
    EXPECT_EQ(changed.keyframes[0].own_frames, 0);
    changed = journey;
    changed.method = InterpolationMethod::slerp;
    EXPECT_TRUE(forget_old_measures(changed));
    EXPECT_TRUE(changed.keyframes[0].change.empty());
    changed = journey;
    changed.model_sha256 = "another";
    EXPECT_FALSE(is_measured(changed));
}

TEST(PacingTest, ASplineKeepsItsCurveWhenItsKeysAreMovedInTime) {
    Journey journey = line();
    journey.method = InterpolationMethod::spline;
    measure(journey);
    const Latent before = span_latent(journey, 0, 0.5);
    journey.pacing = Pacing::even;
    space_evenly(journey);
    EXPECT_NE(journey.keyframes[0].frames, 80);
    EXPECT_TRUE(is_measured(journey));
    EXPECT_EQ(span_latent(journey, 0, 0.5), before);
}

TEST(PacingTest, FramesAreSharedOutExactly) {
    EXPECT_EQ(apportioned(std::vector<double>{1, 1, 1}, 10), (std::vector<int>{4, 3, 3}));
    EXPECT_EQ(apportioned(std::vector<double>{0, 0}, 9), (std::vector<int>{5, 4}));
    EXPECT_EQ(apportioned(std::vector<double>{1000, 0, 0}, 10), (std::vector<int>{8, 1, 1}));
    EXPECT_EQ(apportioned(std::vector<double>{5, 1}, 2), (std::vector<int>{1, 1}));
    for (std::int64_t total : {7, 100, 1500})
        for (int i = 0; i < 50; ++i) {
            std::vector<double> weights(7);
            for (int j = 0; j < 7; ++j) weights[static_cast<std::size_t>(j)] = (i * 31 + j * 17) % 23;
            const std::vector<int> parts = apportioned(weights, total);
            EXPECT_EQ(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}), total);
            for (int part : parts) EXPECT_GE(part, 1);
        }
    EXPECT_TRUE(apportioned({}, 3).empty());
}

TEST(PacingTest, TheSpreadIsOfWhatIsKnown) {
    const ChangeSpread spread = spread_of(std::vector<float>{-1, 2, 8, 4, -1});
    EXPECT_EQ(spread.median, 4);
    EXPECT_EQ(spread.largest, 8);
    EXPECT_EQ(spread.ratio(), 2);
    EXPECT_EQ(spread_of(std::vector<float>{-1}).ratio(), 1);
}

}  // namespace
}  // namespace progan
