#include "core/model/weight_figures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "tests/fixtures/error_of.h"
#include "tests/fixtures/random_model.h"

namespace progan {
namespace {

ModelSpec small_spec() {
    ModelSpec spec;
    spec.latent_size = 8;
    spec.channels = {6, 4};
    spec.to_rgb_levels = {1};
    spec.last_level = 1;
    return spec;
}

WeightTensor& named(Model& model, const std::string& name) {
    for (WeightTensor& tensor : model.tensors)
        if (tensor.name == name) return tensor;
    throw std::runtime_error(name);
}

TEST(WeightFigures, AreOfEveryWeightButNoBiasFromTheFirstLevelOn) {
    const std::vector<WeightFigures> all = weight_figures(test::random_model(small_spec()));
    const std::vector<std::pair<std::string, WeightLayer>> wanted{
        {"levels.0.first.weight", WeightLayer::first},
        {"levels.0.conv.weight", WeightLayer::conv2},
        {"levels.1.conv1.weight", WeightLayer::conv1},
        {"levels.1.conv2.weight", WeightLayer::conv2},
        {"levels.1.to_rgb.weight", WeightLayer::to_rgb}};
    ASSERT_EQ(all.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        EXPECT_EQ(all[i].name, wanted[i].first);
        EXPECT_EQ(all[i].layer, wanted[i].second);
        EXPECT_EQ(all[i].level, wanted[i].first[7] - '0');
    }
}

TEST(WeightFigures, CountWhatIsThere) {
    Model model = test::random_model(small_spec());
    WeightTensor& weight = named(model, "levels.1.to_rgb.weight");
    ASSERT_EQ(weight.values.size(), 12u);
    weight.values = {3, -3, 3, -3, 3, -3, 3, -3, 3, -3, 6, 0};
    const WeightFigures figures = weight_figures(model).back();
    EXPECT_EQ(figures.low, -3);
    EXPECT_EQ(figures.high, 6);
    EXPECT_DOUBLE_EQ(figures.mean, 0.5);
    const double root = std::sqrt(126. / 12);
    EXPECT_DOUBLE_EQ(figures.root_mean_square, root);
    EXPECT_EQ(std::accumulate(figures.counts.begin(), figures.counts.end(), std::int64_t{0}), 12);
    const auto bar = [root](double value) {
        return static_cast<std::size_t>((value + 4 * root) / (8 * root / kWeightBars));
    };
    EXPECT_EQ(figures.counts[bar(3)], 5);
    EXPECT_EQ(figures.counts[bar(-3)], 5);
    EXPECT_EQ(figures.counts[bar(6)], 1);
    EXPECT_EQ(figures.counts[bar(0)], 1);
}

TEST(WeightFigures, CountWhatLiesBeyondInTheLastBars) {
    Model model = test::random_model(small_spec());
    std::vector<float>& values = named(model, "levels.0.conv.weight").values;
    for (float& value : values) value = 0.01f;
    values[0] = 100;
    values[1] = -100;
    const WeightFigures figures = weight_figures(model)[1];
    EXPECT_EQ(figures.counts.front(), 1);
    EXPECT_EQ(figures.counts.back(), 1);
}

TEST(WeightFigures, OfWeightsThatAreAllZeroAreFinite) {
    Model model = test::random_model(small_spec());
    for (float& value : named(model, "levels.0.conv.weight").values) value = 0;
    const WeightFigures figures = weight_figures(model)[1];
    EXPECT_EQ(figures.root_mean_square, 0);
    EXPECT_EQ(figures.growth(), 0);
    EXPECT_EQ(figures.counts[kWeightBars / 2], static_cast<std::int64_t>(6 * 6 * 9));
}

// Karras et al. 2018, section 4.1, with the gains of the paper's code.
TEST(WeightFigures, KnowTheScaleThatATrainingBeginsWith) {
    for (const FirstLayer layer : {FirstLayer::linear, FirstLayer::conv_transpose, FirstLayer::conv}) {
        ModelSpec spec = small_spec();
        spec.first_layer = layer;
        const std::vector<WeightFigures> all = weight_figures(test::random_model(spec));
        EXPECT_NEAR(all[0].equalized_scale, std::sqrt(2.) / 4 / std::sqrt(8.), 1e-12);
        EXPECT_NEAR(all[1].equalized_scale, std::sqrt(2. / (6 * 9)), 1e-12);
        EXPECT_NEAR(all[2].equalized_scale, std::sqrt(2. / (6 * 9)), 1e-12);
        EXPECT_NEAR(all[3].equalized_scale, std::sqrt(2. / (4 * 9)), 1e-12);
        EXPECT_NEAR(all[4].equalized_scale, std::sqrt(1. / 4), 1e-12);
        EXPECT_NEAR(all[4].growth(), all[4].root_mean_square * 2, 1e-12);
    }
}

TEST(WeightFigures, OfAModelWithoutItsTensorsThereAreNone) {
    Model model = test::random_model(small_spec());
    model.tensors.pop_back();
    model.tensors.pop_back();
    EXPECT_NE(test::error_of([&] { weight_figures(model); }).find("levels.1.to_rgb.weight"),
              std::string::npos);
    model.tensors.clear();
    EXPECT_TRUE(weight_figures(model).empty());
}

}  // namespace
}  // namespace progan
