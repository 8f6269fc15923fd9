// Previews of a face that is still being made: what a watcher gets, and heads fitted to the finished picture.
#include <gtest/gtest.h>
#include <cstdio>

#include <algorithm>
#include <cmath>

#include "core/latent/seeds.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/model/preview/preview_fit.h"
#include "core/model/preview/refit_heads.h"
#include "core/support/error.h"
#include "core/support/paths.h"
#include "core/support/progress.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

using test::error_of;

class PreviewTest : public test::InTemporaryFolder {
  protected:
    Latent latent(std::uint32_t seed) const {
        return latent_from_seed(seed, static_cast<std::size_t>(model_.spec.latent_size), SeedMode::numpy);
    }
    int last() const { return model_.spec.last_level; }

    RgbHead own_head(int level) const { return head_of(model_, level); }

    static RgbHead head_of(const Model& model, int level) {
        RgbHead head;
        const std::string name = "levels." + std::to_string(level) + ".to_rgb.";
        for (const WeightTensor& tensor : model.tensors) {
            if (tensor.name == name + "weight") head.weight = tensor.values;
            if (tensor.name == name + "bias") std::copy_n(tensor.values.begin(), 3, head.bias.begin());
        }
        return head;
    }

    /// The picture at a level while the face of a seed is made.
    Image on_the_way(std::uint32_t seed, int level, const RgbHead& head) {
        Image picture;
        generator_->generate(latent(seed), last(), 1, [&](const IntermediateFace& face) {
            if (face.level() == level) picture = face.picture(head);
        });
        return picture;
    }

    /// Mean squared difference, in 8-bit steps, from the finished picture scaled down by averaging, over
    /// faces that no fit has seen.
    double error(int level, const RgbHead& head) {
        double sum = 0, count = 0;
        for (std::uint32_t seed = 1; seed <= 20; ++seed) {
            const Image preview = on_the_way(seed, level, head);
            const Image whole = generator_->generate(latent(seed), last(), 1);
            const int block = whole.width / preview.width;
            for (int y = 0; y < preview.height; ++y)
                for (int x = 0; x < preview.width; ++x)
                    for (int c = 0; c < 3; ++c) {
                        double mean = 0;
                        for (int i = 0; i < block * block; ++i)
                            mean += whole.rgb[static_cast<std::size_t>(
                                ((y * block + i / block) * whole.width + x * block + i % block) * 3 + c)];
                        mean /= block * block;
                        const double shown =
                            preview.rgb[static_cast<std::size_t>((y * preview.width + x) * 3 + c)];
                        sum += (shown - mean) * (shown - mean);
                        ++count;
                    }
        }
        return sum / count;
    }

    PreviewHeads fitted(int faces) {
        PreviewFit fit(model_.spec, faces);
        while (fit.faces_done() < fit.faces()) EXPECT_TRUE(fit.add_face(*generator_));
        return fit.solve();
    }

    const Model model_ = load_model(toon_heads_model_path());
    const std::unique_ptr<Generator> generator_ = make_cpu_generator(model_);
};

TEST_F(PreviewTest, AWatchedFaceIsTheSameAndPassesEveryLevelBelow) {
    std::vector<int> levels;
    const Image watched = generator_->generate(latent(5), last(), 1, [&](const IntermediateFace& face) {
        levels.push_back(face.level());
        const Image own = face.picture(own_head(face.level()));  // looking at it changes nothing
        EXPECT_EQ(own.width, resolution(face.level()));
    });
    EXPECT_EQ(levels, (std::vector<int>{0, 1, 2, 3}));
    EXPECT_EQ(watched.rgb, generator_->generate(latent(5), last(), 1).rgb);
}

TEST_F(PreviewTest, ALevelsOwnHeadGivesThePictureOfTheLevel) {
    for (int level = 0; level < last(); ++level)
        EXPECT_EQ(on_the_way(7, level, own_head(level)).rgb, generator_->generate(latent(7), level, 1).rgb)
            << level;
}

TEST_F(PreviewTest, FeaturesTimesTheOwnHeadAreTheOwnPicture) {
    const int level = 2, side = resolution(level), channels = model_.spec.channels[2];
    const RgbHead head = own_head(level);
    const std::vector<float> expected = generator_->generate_values(latent(3), level, 1);
    const std::vector<int> pixels{0, 17, side * side - 1};
    std::vector<float> features;
    generator_->generate(latent(3), last(), 1, [&](const IntermediateFace& face) {
        if (face.level() == level) features = face.features(pixels);
    });
    ASSERT_EQ(features.size(), pixels.size() * static_cast<std::size_t>(channels));
    for (std::size_t i = 0; i < pixels.size(); ++i)
        for (std::size_t rgb = 0; rgb < 3; ++rgb) {
            double sum = head.bias[rgb];
            for (std::size_t c = 0; c < static_cast<std::size_t>(channels); ++c)
                sum += static_cast<double>(head.weight[rgb * static_cast<std::size_t>(channels) + c]) *
                       features[i * static_cast<std::size_t>(channels) + c];
            EXPECT_NEAR(
                sum,
                expected[rgb * static_cast<std::size_t>(side * side) + static_cast<std::size_t>(pixels[i])],
                1e-4);
        }
}

TEST_F(PreviewTest, WhatAWatcherThrowsEndsTheFaceAndHarmsNothing) {
    const Image before = generator_->generate(latent(5), last(), 1);
    EXPECT_THROW(generator_->generate(latent(6), last(), 1,
                                      [](const IntermediateFace& face) {
                                          if (face.level() == 2) throw Cancelled();
                                      }),
                 Cancelled);
    EXPECT_EQ(generator_->generate(latent(5), last(), 1).rgb, before.rgb);
}

TEST_F(PreviewTest, AFadingFaceCanBeWatched) {
    std::vector<int> levels;
    const Image watched = generator_->generate(
        latent(5), last(), 0.25, [&](const IntermediateFace& face) { levels.push_back(face.level()); });
    EXPECT_EQ(levels, (std::vector<int>{0, 1, 2, 3}));
    EXPECT_EQ(watched.rgb, generator_->generate(latent(5), last(), 0.25).rgb);
}

TEST_F(PreviewTest, FittedHeadsShowTheFinishedPicture) {
    const PreviewHeads heads = fitted(24);
    ASSERT_TRUE(heads.contains(3));
    RgbHead gray = own_head(3);
    std::fill(gray.weight.begin(), gray.weight.end(), 0.0F);
    // The default model's own heads were fitted to many more faces.
    const double own = error(3, own_head(3)), refitted = error(3, heads.at(3)), nothing = error(3, gray);
    std::printf("mean squared error at 32 x 32: own head %.1f, fitted %.1f, grey %.1f\n", own, refitted,
                nothing);
    EXPECT_LT(refitted, 1.2 * own);
    EXPECT_LT(refitted, 0.1 * nothing);
}

TEST_F(PreviewTest, AModelsStaleHeadsAreFittedAnewAndMissingOnesAdded) {
    Model model = model_;
    model.spec.to_rgb_levels = {2, 3, 4};
    std::erase_if(model.tensors, [](const WeightTensor& tensor) {
        return tensor.name.starts_with("levels.0.to_rgb") || tensor.name.starts_with("levels.1.to_rgb");
    });
    for (WeightTensor& tensor : model.tensors)
        if (tensor.name == "levels.3.to_rgb.weight")
            for (float& value : tensor.values) value = -value;
    const double stale = error(3, head_of(model, 3));
    const std::unique_ptr<Generator> generator = make_cpu_generator(model);
    refit_heads(model, *generator, 100);
    EXPECT_EQ(model.spec.to_rgb_levels, (std::vector<int>{0, 1, 2, 3, 4}));
    EXPECT_LT(error(3, head_of(model, 3)), 0.1 * stale);
    EXPECT_LT(error(3, head_of(model, 3)), 1.2 * error(3, own_head(3)));
    const std::unique_ptr<Generator> refitted = make_cpu_generator(model);
    EXPECT_EQ(refitted->generate(latent(7), last(), 1).rgb, generator_->generate(latent(7), last(), 1).rgb);
    EXPECT_EQ(refitted->generate(latent(7), 0, 1).width, 4);
}

TEST_F(PreviewTest, AnInterruptedFaceDoesNotCount) {
    PreviewFit fit(model_.spec, 2), undisturbed(model_.spec, 2);
    EXPECT_TRUE(fit.add_face(*generator_));
    EXPECT_THROW(fit.add_face(*generator_, [] { throw Cancelled(); }), Cancelled);
    EXPECT_EQ(fit.faces_done(), 1);
    fit.add_face(*generator_);
    for (int i = 0; i < 2; ++i) undisturbed.add_face(*generator_);
    EXPECT_EQ(fit.solve().at(3).weight, undisturbed.solve().at(3).weight);
}

TEST_F(PreviewTest, WithoutFacesThereAreNoHeads) {
    EXPECT_TRUE(PreviewFit(model_.spec).solve().empty());
}

class PreviewHeadsFile : public PreviewTest {
  protected:
    std::filesystem::path path_;
    void SetUp() override {
        PreviewTest::SetUp();
        path_ = preview_heads_path(folder_, "abc");
    }
};

TEST_F(PreviewHeadsFile, ComesBackAsItWas) {
    const PreviewHeads heads = fitted(1);
    save_preview_heads(path_, heads);
    const PreviewHeads loaded = load_preview_heads(path_, model_.spec);
    ASSERT_EQ(loaded.size(), heads.size());
    EXPECT_EQ(loaded.at(3).weight, heads.at(3).weight);
    EXPECT_EQ(loaded.at(3).bias, heads.at(3).bias);
}

TEST_F(PreviewHeadsFile, OfAnotherModelOrDamagedIsRefused) {
    save_preview_heads(path_, {{3, RgbHead{std::vector<float>(3 * 7), {}}}});
    EXPECT_NE(error_of([&] { load_preview_heads(path_, model_.spec); }).find("does not match the model"),
              std::string::npos);
    save_preview_heads(path_, {{3, RgbHead{std::vector<float>(3 * 32, NAN), {}}}});
    EXPECT_NE(error_of([&] { load_preview_heads(path_, model_.spec); }).find("not finite"),
              std::string::npos);
    std::filesystem::resize_file(path_, std::filesystem::file_size(path_) - 1);
    EXPECT_NE(error_of([&] { load_preview_heads(path_, model_.spec); }), "");
    EXPECT_NE(error_of([&] {
                  load_preview_heads(toon_heads_model_path(), model_.spec);
              }).find("does not contain preview"),
              std::string::npos);
}

}  // namespace
}  // namespace progan
