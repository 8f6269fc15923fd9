// Attributes predicted from features: planted ones are found, random ones are told as such.
#include "core/labels/attribute_predictor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

constexpr std::size_t kPictures = 500, kFeatures = 60;

MatrixF random_features() {
    MatrixF features(kPictures, kFeatures);
    std::mt19937 random(7);
    std::normal_distribution<float> normal;
    for (std::size_t i = 0; i < kPictures; ++i)
        for (std::size_t k = 0; k < kFeatures; ++k)
            features(i, k) = k == 5 ? 3 : 2 + static_cast<float>(k + 1) * normal(random);  // 5 is constant
    return features;
}

/// A number per picture.
template <typename Value>
Attribute attribute(const std::string& column, bool two_valued, const Value& value) {
    Attribute result;
    result.column = column;
    result.two_valued = two_valued;
    for (std::size_t i = 0; i < kPictures; ++i) result.values.push_back(value(i));
    return result;
}

TEST(AttributePredictor, FindsWhatIsThereAndSaysWhatIsNot) {
    const MatrixF features = random_features();
    const auto planted = [&](std::size_t i) {
        return 10 + 2 * static_cast<double>(features(i, 3)) / 4 - static_cast<double>(features(i, 40)) / 41;
    };
    std::mt19937 random(1);
    const std::vector<Attribute> attributes{
        attribute("planted", false, planted),
        attribute("high", true, [&](std::size_t i) { return planted(i) > 11 ? 1 : -1; }),
        attribute("noise", false, [&](std::size_t) { return static_cast<double>(random() % 1000); }),
        attribute("coin", true, [&](std::size_t) { return random() % 4 == 0 ? 1 : -1; }),
        attribute("masked", false, [&](std::size_t i) {
            return i % 2 == 0 ? planted(i) : std::numeric_limits<double>::quiet_NaN();
        })};
    MatrixF changed = features;
    const AttributePredictor predictor(changed, attributes);
    const std::vector<PredictionAccuracy>& accuracy = predictor.accuracy();
    EXPECT_GT(accuracy[0].r_squared, 0.99);
    EXPECT_TRUE(accuracy[0].above_chance);
    EXPECT_GT(accuracy[1].auc, 0.97);
    EXPECT_GT(accuracy[1].right, 0.85);
    EXPECT_TRUE(accuracy[1].above_chance);
    EXPECT_LT(accuracy[2].r_squared, 0.02);
    EXPECT_FALSE(accuracy[2].above_chance);
    EXPECT_NEAR(accuracy[3].auc, 0.5, 0.1);
    EXPECT_FALSE(accuracy[3].above_chance);
    EXPECT_EQ(accuracy[4].pictures, kPictures / 2);
    for (const std::size_t i : {0u, 1u, 17u}) {
        const std::vector<double> read = predictor.predict(features.row(i));
        EXPECT_NEAR(read[0], planted(i), 0.3) << i;
        EXPECT_NEAR(read[4], planted(i), 0.5) << i;  // the masked ones too
    }
}

TEST(AttributePredictor, ReadsNothingThatNoLabelSays) {
    const MatrixF features = random_features();
    const auto planted = [&](std::size_t i) { return static_cast<double>(features(i, 3)) / 4; };
    const std::vector<Attribute> attributes{
        attribute("number", false, [&](std::size_t i) { return std::clamp(planted(i), 0.0, 1.0); }),
        attribute("two", true, [&](std::size_t i) { return planted(i) > 1 ? 1 : -1; })};
    MatrixF changed = features;
    const AttributePredictor predictor(changed, attributes);
    std::size_t right = 0;
    for (std::size_t i = 0; i < kPictures; ++i) {
        const std::vector<double> read = predictor.predict(features.row(i));
        EXPECT_GE(read[0], 0);
        EXPECT_LE(read[0], 1);
        EXPECT_GE(read[1], -1);
        EXPECT_LE(read[1], 1);
        right += (read[1] > 0) == (planted(i) > 1) ? 1 : 0;
    }
    EXPECT_GT(right, kPictures * 9 / 10);
    std::vector<float> far(features.row(0).begin(), features.row(0).end());
    far[3] = 1000;
    EXPECT_EQ(predictor.predict(far)[0], 1);
    EXPECT_NEAR(predictor.predict(far)[1], 1, 1e-6) << "a probability, and no score without bounds";
}

TEST(AttributePredictor, TellsWhereAnAttributeDoesNotApply) {
    const MatrixF features = random_features();
    const auto man = [&](std::size_t i) { return features(i, 7) > 2; };
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    const auto beard = [&](std::size_t i) { return static_cast<double>(features(i, 3)); };
    MatrixF changed = features;
    const AttributePredictor predictor(
        changed,
        std::vector{
            attribute("beard", false, [&](std::size_t i) { return man(i) ? beard(i) : kNone; }),
            attribute("forgotten", false, [&](std::size_t i) { return i % 3 == 0 ? kNone : beard(i); })});
    std::size_t right = 0;
    for (std::size_t i = 0; i < kPictures; ++i) {
        const std::vector<double> read = predictor.predict(features.row(i));
        right += std::isnan(read[0]) != man(i) ? 1 : 0;
        EXPECT_FALSE(std::isnan(read[1])) << "gaps that the pictures do not explain are only gaps";
    }
    EXPECT_GT(right, kPictures * 9 / 10);
}

TEST(Sigmoids, AreTheLikeliest) {
    // The reference: 400,000 steps of gradient descent by NumPy.
    const std::vector<double> scores{-2, -1.5, -1, -0.5, -0.2, 0.1, 0.3, 0.8, 1.2, 2};
    const std::vector<double> labels{-1, -1, -1, 1, -1, 1, -1, 1, 1, 1};
    const Sigmoid sigmoid = fit_sigmoid(scores, labels);
    EXPECT_NEAR(sigmoid.slope, 1.037330232419336, 1e-6);
    EXPECT_NEAR(sigmoid.offset, 0.08797271737248662, 1e-6);
    // Scores that tell all apart: each gets the probability that Platt's targets give it, 3 of 4.
    const Sigmoid apart = fit_sigmoid(std::vector<double>{-1, -1, 1, 1}, std::vector<double>{-1, -1, 1, 1});
    EXPECT_NEAR(apart.slope, std::log(3.0), 1e-6);
    EXPECT_NEAR(apart(1), 0.75, 1e-6);
}

TEST(AttributePredictor, RefusesTooLittle) {
    MatrixF features = random_features();
    const auto error = [&](const Attribute& learned) {
        return test::error_of([&] { AttributePredictor(features, std::vector{learned}); });
    };
    EXPECT_EQ(error(attribute("same", false, [](std::size_t) { return 2.0; })),
              "All labels of same are the same, but different values are needed.");
    EXPECT_EQ(error(attribute("few", false,
                              [](std::size_t i) {
                                  return i < 9 ? static_cast<double>(i)
                                               : std::numeric_limits<double>::quiet_NaN();
                              })),
              "9 pictures are labelled with few, but at least 10 are needed.");
    Attribute short_one = attribute("short", false, [](std::size_t i) { return static_cast<double>(i); });
    short_one.values.pop_back();
    EXPECT_EQ(error(short_one), "There are 500 pictures, but 499 values for short.");
}

TEST(AreaUnderCurve, IsTheChanceOfTellingTwoApart) {
    const std::vector<double> labels{-1, -1, 1, 1};
    EXPECT_EQ(area_under_curve(std::vector<double>{1, 2, 3, 4}, labels), 1);
    EXPECT_EQ(area_under_curve(std::vector<double>{4, 3, 2, 1}, labels), 0);
    EXPECT_EQ(area_under_curve(std::vector<double>{1, 3, 2, 4}, labels), 0.75);
    EXPECT_EQ(area_under_curve(std::vector<double>{5, 5, 5, 5}, labels), 0.5);
    EXPECT_EQ(area_under_curve(std::vector<double>{1, 2}, std::vector<double>{1, 1}), 0.5);
}

}  // namespace
}  // namespace progan
