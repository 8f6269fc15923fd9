// What is held back, what a measurement says, and how augmentation is steered, without LibTorch.
#include "core/train/run_measure.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/train/augment_state.h"
#include "core/train/trouble.h"
#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

TEST(PictureSplit, HasEveryPictureOnceAndIsTheSameEveryTime) {
    const PictureSplit split = split_pictures(100, 30, 7);
    EXPECT_EQ(split.held_back.size(), 30u);
    EXPECT_EQ(split.trained.size(), 70u);
    EXPECT_TRUE(std::is_sorted(split.trained.begin(), split.trained.end()));
    std::set<std::size_t> all(split.held_back.begin(), split.held_back.end());
    all.insert(split.trained.begin(), split.trained.end());
    EXPECT_EQ(all.size(), 100u);
    EXPECT_EQ(*all.rbegin(), 99u);
    EXPECT_EQ(split_pictures(100, 30, 7).held_back, split.held_back);
    EXPECT_NE(split_pictures(100, 30, 8).held_back, split.held_back);
    EXPECT_GT(*std::max_element(split.held_back.begin(), split.held_back.end()), 60u);  // from all over
    const PictureSplit more = split_pictures(160, 30, 7);
    for (const std::size_t index : more.held_back)
        EXPECT_TRUE(index >= 100 || std::binary_search(split.held_back.begin(), split.held_back.end(), index))
            << index;
    const PictureSplit whole = split_pictures(5, 0, 7);
    EXPECT_EQ(whole.trained, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
    EXPECT_TRUE(whole.held_back.empty());
}

TEST(TrainConfiguration, IsSettledByTheNumberOfPictures) {
    const auto settled = [](std::size_t pictures, TrainConfiguration configuration = {}) {
        settle(configuration, pictures);
        return configuration;
    };
    EXPECT_EQ(settled(199).held_back, 0);
    EXPECT_EQ(settled(200).held_back, 20);
    EXPECT_EQ(settled(50'000).held_back, 2000);
    EXPECT_EQ(settled(19'999).augment, Augment::adaptive);
    EXPECT_EQ(settled(20'000).augment, Augment::none);
    TrainConfiguration chosen;
    chosen.augment = Augment::fixed;
    chosen.held_back = 0;
    EXPECT_EQ(settled(500, chosen), chosen);
    chosen.held_back = 11;
    EXPECT_EQ(settled(22, chosen), chosen);
    EXPECT_EQ(test::error_of([&] { settled(21, chosen); }),
              "11 of 21 pictures are to be held back, but at most half may be.");
}

TEST(Augmentation, IsSteeredByTheSignOfTheRealScores) {
    TrainConfiguration configuration;
    configuration.augment = Augment::adaptive;
    AugmentState state = first_augmentation(configuration);
    EXPECT_EQ(state, AugmentState{});
    const auto after = [&](AugmentState from, double sign, int images) {
        for (int i = 0; i < images; i += 20) from = next_augmentation(from, configuration, sign, 20);
        return from;
    };
    state = after(state, 1, 1000);
    EXPECT_NEAR(state.real_sign, 0.5, 1e-9);
    EXPECT_EQ(state.probability, 0);  // it is below the target still
    state = after(state, 1, 50'000);
    EXPECT_NEAR(state.probability, 0.5, 0.01);
    EXPECT_EQ(after(state, 1, 100'000).probability, kMaxAugmentation);
    EXPECT_LT(after(state, 0.5, 20'000).probability, 0.35);
    EXPECT_EQ(after(state, -1, 100'000).probability, 0);
    configuration.loss = Loss::wgan_gp;
    EXPECT_EQ(after(first_augmentation(configuration), 1, 10'000).probability, kWganAugmentation);
    configuration = {};
    configuration.augment = Augment::fixed;
    configuration.augment_probability = 0.3;
    EXPECT_EQ(after(first_augmentation(configuration), 1, 10'000).probability, 0.3);
    configuration.augment = Augment::none;
    EXPECT_EQ(after(first_augmentation(configuration), 1, 10'000).probability, 0);
}

TEST(Trouble, IsSeenInWhatWasMeasured) {
    RunMeasure fine;
    fine.alikeness = 0.3;
    fine.picture_alikeness = 0.25;
    fine.trained_score = 1;
    fine.generated_score = -1;
    fine.held_back_score = 0.8;
    fine.score_error = 0.1;
    EXPECT_TRUE(troubles_in(fine, 1).empty());
    RunMeasure memorizing = fine;
    memorizing.held_back_score = -0.1;
    EXPECT_EQ(troubles_in(memorizing, 0), std::vector<Trouble>{Trouble::memorizing});
    memorizing.score_error = 0.6;  // the difference may be chance
    EXPECT_TRUE(troubles_in(memorizing, 0).empty());
    RunMeasure without = fine;
    without.held_back_score.reset();
    EXPECT_EQ(troubles_in(without, 0.97), std::vector<Trouble>{Trouble::certain});
    EXPECT_TRUE(troubles_in(without, 0.8).empty());
    RunMeasure alike = fine;
    alike.alikeness = 0.7;
    EXPECT_EQ(troubles_in(alike, 0), std::vector<Trouble>{Trouble::collapse});
}

}  // namespace
}  // namespace progan
