#include "core/project/search_plan.h"

#include <gtest/gtest.h>

#include "core/model/direct_flops.h"

namespace progan::test {
namespace {

ModelSpec model_with(int latent_size, std::vector<int> channels) {
    ModelSpec spec;
    spec.latent_size = latent_size;
    spec.last_level = static_cast<int>(channels.size()) - 1;
    spec.to_rgb_levels = {spec.last_level};
    spec.channels = std::move(channels);
    return spec;
}
const ModelSpec kPortraits = model_with(128, {160, 160, 96, 64, 32, 16});
const ModelSpec kLargest = model_with(512, {512, 512, 512, 512, 256, 128, 64, 32, 16});

double sum_of(const SearchPlan& plan, const ModelSpec& spec) {
    double sum = plan.refinements * spec.latent_size * direct_flops(spec, spec.last_level);
    for (const SearchStage& stage : plan.stages)
        sum += static_cast<double>(stage.candidates) * stage.rounds * 2 * direct_flops(spec, stage.level);
    return sum;
}

TEST(DirectFlops, CountsEverySum) {
    // 4 x 4 alone: the first layer 16 c z, a convolution 16 * 9 c c, to-RGB 16 * 3 c.
    EXPECT_EQ(direct_flops(model_with(5, {7}), 0), 2.0 * (16 * 7 * 5 + 16 * 9 * 7 * 7 + 16 * 3 * 7));
    // 8 x 8: that without its to-RGB, and 64 * 9 (c d + d d) + 64 * 3 d.
    EXPECT_EQ(direct_flops(model_with(5, {7, 3}), 1),
              2.0 * (16 * 7 * 5 + 16 * 9 * 7 * 7 + 64 * 9 * (7 * 3 + 3 * 3) + 64 * 3 * 3));
}

TEST(SearchPlan, ACheapModelTakesAllSteps) {
    const SearchPlan plan = plan_search(kPortraits, 2, {});
    ASSERT_EQ(plan.stages.size(), 4U);
    const int levels[] = {2, 3, 5, 5}, rounds[] = {20, 25, 33, 100};
    const std::size_t candidates[] = {64, 16, 4, 1};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(plan.stages[i].level, levels[i]) << i;
        EXPECT_EQ(plan.stages[i].rounds, rounds[i]) << i;
        EXPECT_EQ(plan.stages[i].candidates, candidates[i]) << i;
    }
    EXPECT_EQ(plan.refinements, 8);
    EXPECT_DOUBLE_EQ(plan.flops, sum_of(plan, kPortraits));
}

TEST(SearchPlan, AnExpensiveModelTakesAboutTheWorkAllowed) {
    const SearchOptions options;
    const SearchPlan plan = plan_search(kLargest, 2, options);
    EXPECT_DOUBLE_EQ(plan.flops, sum_of(plan, kLargest));
    EXPECT_LT(plan.flops, 1.1 * options.flops);
    ASSERT_EQ(plan.stages.size(), 4U);
    EXPECT_EQ(plan.stages[0].candidates, 64U);
    EXPECT_EQ(plan.stages[1].candidates, 16U);
    EXPECT_EQ(plan.stages[1].level, 3) << "16 candidates are compared at 32 x 32";
    EXPECT_EQ(plan.stages.back().level, kLargest.last_level) << "the face is found at its own size";
    for (std::size_t i = 0; i < plan.stages.size(); ++i) EXPECT_GE(plan.stages[i].rounds, 4) << i;
    for (std::size_t i = 1; i < plan.stages.size(); ++i) {
        EXPECT_GE(plan.stages[i].level, plan.stages[i - 1].level) << i;
        EXPECT_LE(plan.stages[i].candidates, plan.stages[i - 1].candidates) << i;
    }
    EXPECT_EQ(plan.refinements, 0) << "one takes 512 faces of 1024 x 1024";
}

TEST(SearchPlan, WithoutALimitAnyModelTakesAllSteps) {
    SearchOptions options;
    options.flops = 0;
    const SearchPlan plan = plan_search(kLargest, 2, options);
    EXPECT_EQ(plan.stages[0].level, 2);
    EXPECT_EQ(plan.stages[0].rounds, 20);
    EXPECT_EQ(plan.stages[2].level, kLargest.last_level);
    EXPECT_EQ(plan.stages[3].rounds, 100);
    EXPECT_EQ(plan.refinements, 8);
}

TEST(SearchPlan, ShortSearchesAndSmallModelsArePlanned) {
    SearchOptions options;
    options.starts = 1;
    options.steps = 1;
    options.refinements = 0;
    const SearchPlan plan = plan_search(model_with(8, {4, 4}), 1, options);
    ASSERT_EQ(plan.stages.size(), 3U) << "there is no level between the lowest and the last";
    for (const SearchStage& stage : plan.stages) {
        EXPECT_EQ(stage.level, 1);
        EXPECT_EQ(stage.rounds, 1);
        EXPECT_EQ(stage.candidates, 1U);
    }
    EXPECT_EQ(plan.refinements, 0);
}

}  // namespace
}  // namespace progan::test
