// The difference of pictures at all scales, against arithmetic by hand and central differences.
#include "core/project/picture_loss.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

ModelSpec spec_with_range(double low, double high) {
    ModelSpec spec;
    spec.output_min = low;
    spec.output_max = high;
    return spec;
}

Image gray(int side, std::uint8_t value) {
    Image image(side, side);
    std::fill(image.rgb.begin(), image.rgb.end(), value);
    return image;
}

TEST(PictureLoss, IsTheMeanOverScales) {
    const PictureLoss loss(gray(8, 51), spec_with_range(-1, 1));  // 51 is 0.2, in this range -0.6
    std::vector<float> values(8 * 8 * 3, -0.6f), gradient(values.size());
    EXPECT_NEAR(loss.value(values, gradient), 0, 1e-12);
    values[0] = 1.4f;  // one value is the whole range too large
    // Pixels: 1 / 192. Of 2 x 2 means one is 1/4 off: 1/16 / 48.
    EXPECT_NEAR(loss.value(values, gradient), (1.0 / 192 + 1.0 / 16 / 48) / 2, 1e-8);
    EXPECT_NEAR(loss.squared_error(values), 0.8 * 0.8 / 192, 1e-8) << "clamped to the range";
}

TEST(PictureLoss, ItsGradientEqualsCentralDifferences) {
    std::mt19937 engine(3);
    std::uniform_int_distribution<int> any(1, 254);
    std::uniform_real_distribution<float> value_in(-0.9f, 2.9f), weight_in(0, 1);
    Image picture(16, 16);
    for (std::uint8_t& value : picture.rgb) value = static_cast<std::uint8_t>(any(engine));
    std::vector<float> weights(16 * 16), values(16 * 16 * 3), gradient(values.size()), ignored(values.size());
    for (float& weight : weights) weight = weight_in(engine);
    for (float& value : values) value = value_in(engine);
    const PictureLoss loss(picture, spec_with_range(-1, 3), weights);
    loss.value(values, gradient);
    for (std::size_t i = 0; i < values.size(); i += 7) {
        std::vector<float> before = values, after = values;
        before[i] -= 0.01f;
        after[i] += 0.01f;
        const double expected = (loss.value(after, ignored) - loss.value(before, ignored)) /
                                (static_cast<double>(after[i]) - before[i]);
        EXPECT_NEAR(gradient[i], expected, 1e-3 * std::abs(expected) + 1e-7) << i;
    }
}

TEST(PictureLoss, BeyondTheEndOfTheRangeIsNoErrorAtTheEnd) {
    for (const auto& [level, value] : {std::pair{255, 1.7f}, {0, -2.0f}}) {
        const PictureLoss loss(gray(4, static_cast<std::uint8_t>(level)), spec_with_range(-1, 1));
        std::vector<float> values(4 * 4 * 3, value), gradient(values.size(), 1.0f),
            residuals(values.size(), 1.0f);
        EXPECT_EQ(loss.value(values, gradient), 0);
        loss.residuals(values, residuals);
        for (std::size_t i = 0; i < values.size(); ++i) {
            EXPECT_EQ(gradient[i], 0);
            EXPECT_EQ(residuals[i], 0);
        }
        for (float& each : values) each = -value / 4;
        EXPECT_GT(loss.value(values, gradient), 0.01) << "the other side counts";
    }
}

TEST(PictureLoss, WhatHasNoWeightDoesNotCount) {
    std::vector<float> weights(8 * 8, 1.0f);
    std::fill(weights.begin(), weights.begin() + 32, 0.0f);  // the upper half
    const PictureLoss loss(gray(8, 128), spec_with_range(0, 1), weights);
    std::vector<float> values(8 * 8 * 3, 128.0f / 255), gradient(values.size());
    std::fill(values.begin(), values.begin() + 96, 1.0f);
    EXPECT_NEAR(loss.value(values, gradient), 0, 1e-12);
    for (float& value : values) value = 128.0f / 255 + 0.1f;
    EXPECT_NEAR(loss.squared_error(values), 0.01, 1e-5) << "as if the weighted half were all";
}

TEST(PictureLoss, RefusesWrongSizes) {
    const ModelSpec spec = spec_with_range(-1, 1);
    EXPECT_NE(test::error_of([&] { PictureLoss(Image(8, 16), spec); }).find("8 x 16"), std::string::npos);
    EXPECT_NE(test::error_of([&] { PictureLoss(Image(24, 24), spec); }).find("24 x 24"), std::string::npos);
    EXPECT_EQ(test::error_of([&] { PictureLoss(Image(8, 8), spec, std::vector<float>(3)); }),
              "There are 3 weights for the 64 pixels of a picture.");
    EXPECT_EQ(test::error_of([&] { PictureLoss(Image(8, 8), spec, std::vector<float>(64)); }),
              "No pixel of the picture counts.");
}

TEST(Psnr, IsTenTimesTheLogarithm) {
    EXPECT_NEAR(psnr(0.01), 20, 1e-9);
    EXPECT_NEAR(psnr(1.0 / (255 * 255)), 48.1308, 1e-4);
    EXPECT_EQ(psnr(0), 100);
}

}  // namespace
}  // namespace progan
