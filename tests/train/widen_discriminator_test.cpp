// A discriminator that begins from one of fewer channels.
#include "core/train/widen_discriminator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>

#include "core/support/paths.h"
#include "core/train/discriminator_file.h"
#include "core/train/initial_weights.h"
#include "core/train/torch_trainer.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

constexpr int kLevel = 2;

TrainConfiguration configuration_of(std::vector<int> discriminator_channels) {
    TrainConfiguration configuration;
    configuration.resolution = 4 << kLevel;
    configuration.latent_size = 8;
    configuration.channels = {12, 8, 6};
    configuration.discriminator_channels = std::move(discriminator_channels);
    return configuration;
}

SchedulePoint grown() {
    SchedulePoint position;
    position.level = kLevel;
    position.batch = 4;
    return position;
}

std::vector<Image> random_pictures(int count) {
    std::mt19937 random(5);
    std::vector<Image> pictures(static_cast<std::size_t>(count), Image(4 << kLevel, 4 << kLevel));
    for (Image& picture : pictures)
        for (std::uint8_t& value : picture.rgb) value = static_cast<std::uint8_t>(random());
    return pictures;
}

class WidenDiscriminator : public test::InTemporaryFolder {
  protected:
    void SetUp() override {
        InTemporaryFolder::SetUp();
        initial_ = {folder_ / "model.safetensors", folder_ / "discriminator.safetensors"};
        TorchTrainer narrow(find_torch_library(), configuration_of({}), "cpu");
        // So that no bias is 0.
        TrainerState state = narrow.state();
        std::mt19937 random(6);
        std::normal_distribution<float> normal;
        for (WeightTensor& tensor : state.tensors)
            if (tensor.name.starts_with(kDiscriminatorPrefix) && tensor.name.ends_with(".bias"))
                for (float& value : tensor.values) value = normal(random);
        narrow.restore(state);
        save_model(initial_.model, narrow.model(grown()));
        write_discriminator(initial_.discriminator, state, kLevel);
        scores_ = narrow.scores(random_pictures(8), kLevel, 1, {});
        alike_scores_ = narrow.scores(alike(), kLevel, 1, {});
    }
    /// One picture several times, whose standard deviation over the minibatch is 0 for any channels.
    static std::vector<Image> alike() { return std::vector<Image>(4, random_pictures(1).front()); }
    std::unique_ptr<TorchTrainer> widened(const std::vector<int>& channels) const {
        const TrainConfiguration configuration = configuration_of(channels);
        auto trainer = std::make_unique<TorchTrainer>(find_torch_library(), configuration, "cpu");
        TrainerState state = trainer->state();
        put_initial_weights(load_initial_weights(initial_, configuration), state);
        trainer->restore(state);
        return trainer;
    }
    static void expect_near(const std::vector<float>& found, const std::vector<float>& expected) {
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i)
            EXPECT_NEAR(found[i], expected[i], 1e-4F * std::max(1.0F, std::abs(expected[i]))) << i;
    }
    InitialWeights initial_;
    std::vector<float> scores_, alike_scores_;
};

TEST_F(WidenDiscriminator, GivesTheSameScoresWhereTheMinibatchIsSeenByAsManyChannels) {
    ASSERT_GT(std::abs(scores_[0] - scores_[1]), 1e-3F);
    expect_near(widened({12, 20, 9})->scores(random_pictures(8), kLevel, 1, {}), scores_);
}

TEST_F(WidenDiscriminator, GivesTheSameScoresToPicturesThatAreAllAlike) {
    expect_near(widened({31, 8, 17})->scores(alike(), kLevel, 1, {}), alike_scores_);
}

TEST_F(WidenDiscriminator, ItsNewChannelsLearn) {
    const std::unique_ptr<TorchTrainer> trainer = widened({12, 20, 6});
    std::vector<std::uint8_t> reals;
    for (const Image& picture : random_pictures(4))
        reals.insert(reals.end(), picture.rgb.begin(), picture.rgb.end());
    const TrainerState before = trainer->state();
    for (int step = 0; step < 3; ++step) trainer->step(grown(), step, reals, 0);
    const TrainerState after = trainer->state();
    std::size_t seen = 0;
    for (std::size_t i = 0; i < before.tensors.size(); ++i) {
        const WeightTensor &was = before.tensors[i], &is = after.tensors[i];
        if (was.name != "discriminator.levels.1.conv1.weight") continue;
        ++seen;
        for (std::size_t k = 0; k < was.values.size(); ++k) EXPECT_NE(was.values[k], is.values[k]) << k;
    }
    EXPECT_EQ(seen, 1u);
}

TEST_F(WidenDiscriminator, LayersOfOtherKindsOrOfNothingChangeNothing) {
    const WeightTensor wide{"", {4, 3, 1, 1}, std::vector<float>(12, 7)};
    for (const std::vector<std::int64_t>& shape : std::vector<std::vector<std::int64_t>>{
             {}, {2}, {2, 3}, {2, 3, 3, 3}, {5, 3, 1, 1}, {0, 3, 1, 1}, {2, 0, 1, 1}}) {
        std::int64_t size = 1;
        for (const std::int64_t side : shape) size *= side;
        const WeightTensor from{"", shape, std::vector<float>(static_cast<std::size_t>(size))};
        WeightTensor into = wide;
        EXPECT_FALSE(widen_layer("levels.0.from_rgb.weight", from, into)) << shape.size();
        EXPECT_EQ(into.values, wide.values);
    }
}

TEST_F(WidenDiscriminator, OneOfMoreChannelsIsRefused) {
    const std::string error = test::error_of([&] { widened({12, 7, 6}); });
    EXPECT_NE(error.find("discriminator.safetensors: tensor"), std::string::npos) << error;
    EXPECT_NE(error.find("does not fit the run's discriminator, where its shape is"), std::string::npos)
        << error;
}

}  // namespace
}  // namespace progan
