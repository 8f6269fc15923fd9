// Maps and figures of channels against sums written out.
#include "core/model/channel_maps.h"

#include <gtest/gtest.h>

#include <cmath>

namespace progan {
namespace {

/// Channel c at pixel p is value(c, p); its pixel norm divided by p + 1.
template <class Value>
LevelFeatures features(int level, int channels, Value value) {
    LevelFeatures result{level, resolution(level), channels, {}, {}};
    const int pixels = result.side * result.side;
    for (int p = 0; p < pixels; ++p) {
        result.norms.push_back(static_cast<float>(p + 1));
        for (int c = 0; c < channels; ++c) result.values.push_back(static_cast<float>(value(c, p)));
    }
    return result;
}

TEST(ChannelMaps, HaveTheFeaturesOfEachChannelAndItsFigures) {
    const ChannelMaps maps = channel_maps(features(0, 3, [](int c, int p) { return c * 10 + (c + 1) * p; }));
    EXPECT_EQ(maps.tile, 4);
    ASSERT_EQ(maps.tiles.size(), 48u);
    for (int c = 0; c < 3; ++c) {
        for (int p = 0; p < 16; ++p) EXPECT_EQ(maps.map(c)[p], static_cast<float>(c * 10 + (c + 1) * p));
        const ChannelRange& range = maps.ranges[static_cast<std::size_t>(c)];
        EXPECT_EQ(range.low, static_cast<float>(c * 10));
        EXPECT_EQ(range.high, static_cast<float>(c * 10 + (c + 1) * 15));
        EXPECT_NEAR(range.change, (c + 1) * std::sqrt((16 * 16 - 1) / 12.0), 1e-5);  // of 0 to 15
    }
    EXPECT_EQ(maps.norm_low, 1);
    EXPECT_EQ(maps.norm_high, 16);
    EXPECT_FLOAT_EQ(maps.norm_mean, 8.5f);
    double roots = 0;
    for (int p = 0; p < 16; ++p)
        roots += std::sqrt((p * p + std::pow(10 + 2 * p, 2) + std::pow(20 + 3 * p, 2)) / 3);
    EXPECT_NEAR(maps.norm_after, roots / 16, 1e-4);
}

TEST(ChannelMaps, AreMeansOfBlocksWhereThereAreMany) {
    // 2048 maps of 32 x 32 are four times as many numbers as there is room for.
    const ChannelMaps maps = channel_maps(features(3, 2048, [](int c, int p) { return c + p % 32 % 2; }));
    EXPECT_EQ(maps.side, 32);
    ASSERT_EQ(maps.tile, 16);
    for (const int c : {0, 7, 2047})
        for (const int p : {0, 100, 255}) EXPECT_FLOAT_EQ(maps.map(c)[p], static_cast<float>(c) + 0.5f);
    EXPECT_EQ(maps.ranges[7].low, 7) << "of all pixels, not of the means";
    EXPECT_EQ(maps.ranges[7].high, 8);
}

TEST(ChannelMaps, ASurveySeesWhatChangesFromFaceToFaceAndWhatNeverActs) {
    ChannelSurveyor surveyor;
    EXPECT_TRUE(surveyor.survey().channels.empty());
    for (const int face : {0, 1, 2, 3})
        surveyor.add(channel_maps(features(0, 4, [face](int c, int p) {
            return c == 0   ? 0.5                                 // never acts
                   : c == 1 ? p * 0.25                            // the same map in each face
                   : c == 2 ? face                                // another value in each
                            : (p == 3 ? 4.0 * (face % 2) : 0.0);  // one pixel
        })));
    const ChannelSurvey survey = surveyor.survey();
    EXPECT_EQ(survey.faces, 4);
    ASSERT_EQ(survey.channels.size(), 4u);
    EXPECT_FALSE(survey.channels[0].acts());
    EXPECT_EQ(survey.never_acting(), 1);
    EXPECT_EQ(survey.channels[1].change, 0);
    EXPECT_TRUE(survey.channels[1].acts());
    EXPECT_FLOAT_EQ(survey.channels[2].change, std::sqrt(1.25f));
    EXPECT_EQ(survey.channels[2].low, 0);
    EXPECT_EQ(survey.channels[2].high, 3);
    EXPECT_FLOAT_EQ(survey.channels[3].change, std::sqrt(4.0f / 16));
}

}  // namespace
}  // namespace progan
