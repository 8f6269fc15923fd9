// The faces of models that are not open: against the generator's own, and when they are made again.
#include "core/engine/model_sample.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "core/image/resize.h"
#include "core/latent/seeds.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/support/error.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/random_model.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

class ModelSampleTest : public test::InTemporaryFolder {
  protected:
    void SetUp() override {
        InTemporaryFolder::SetUp();
        model_ = folder_ / "small.safetensors";
        kept_ = folder_ / "samples";
        spec_.latent_size = 8;
        spec_.channels = {8, 8, 8};
        spec_.to_rgb_levels = {0, 1, 2};
        spec_.last_level = 2;
        spec_.name = "Small";
        save_model(model_, test::random_model(spec_));
    }
    ModelSample sample() {
        const LoadModel load = [this](const std::string& path, const ProgressReport&) {
            ++loads_;
            return load_model(path);
        };
        return sample_of_model(model_, load, kept_, {});
    }

    ModelSpec spec_;
    fs::path model_, kept_;
    int loads_ = 0;
};

TEST_F(ModelSampleTest, ShowsTheFacesOfItsFirstSeeds) {
    const ModelSample made = sample();
    EXPECT_EQ(made.name, "Small");
    EXPECT_EQ(made.side, 16);
    EXPECT_EQ(made.latent_size, 8);
    EXPECT_EQ(made.sha256, load_model(model_).sha256);
    ASSERT_EQ(made.faces.width, 4 * kSampleSide);
    ASSERT_EQ(made.faces.height, kSampleSide);
    const std::unique_ptr<Generator> generator = make_cpu_generator(load_model(model_));
    for (int face = 0; face < kSampleFaces; ++face) {
        const Latent latent = latent_from_seed(static_cast<std::uint32_t>(face + 1), 8, SeedMode::numpy);
        const Image expected =
            resize(generator->generate(latent, 2, 1), kSampleSide, kSampleSide, ResizeFilter::smooth);
        for (int y = 0; y < kSampleSide; ++y)
            for (int byte = 0; byte < 3 * kSampleSide; ++byte)
                ASSERT_EQ(
                    made.faces
                        .rgb[static_cast<std::size_t>(3 * (4 * kSampleSide * y + face * kSampleSide) + byte)],
                    expected.rgb[static_cast<std::size_t>(3 * kSampleSide * y + byte)])
                    << face << " " << y << " " << byte;
    }
}

TEST_F(ModelSampleTest, IsKeptUntilTheFileChanges) {
    const ModelSample made = sample();
    const ModelSample again = sample();
    EXPECT_EQ(loads_, 1);
    EXPECT_EQ(again.faces.rgb, made.faces.rgb);
    EXPECT_EQ(again.name, "Small");
    EXPECT_EQ(again.side, 16);
    EXPECT_EQ(again.latent_size, 8);
    EXPECT_EQ(again.sha256, made.sha256);

    spec_.name = "Another";
    save_model(model_, test::random_model(spec_));
    fs::last_write_time(model_, fs::last_write_time(model_) + std::chrono::seconds(2));
    EXPECT_EQ(sample().name, "Another");
    EXPECT_EQ(loads_, 2);
    EXPECT_EQ(std::distance(fs::directory_iterator(kept_), fs::directory_iterator()), 1);
}

TEST_F(ModelSampleTest, IsMadeAgainIfWhatWasKeptIsDamaged) {
    const ModelSample made = sample();
    for (const std::string damage : {"", "\x89PNG\r\n\x1a\n and then something else"}) {
        std::ofstream(fs::directory_iterator(kept_)->path(), std::ios::binary) << damage;
        EXPECT_EQ(sample().faces.rgb, made.faces.rgb);
    }
    EXPECT_EQ(loads_, 3);
    sample();
    EXPECT_EQ(loads_, 3);
}

TEST_F(ModelSampleTest, IsMadeWhereNothingCanBeKept) {
    std::ofstream(kept_) << "a file where the folder should be";
    EXPECT_EQ(sample().name, "Small");
    EXPECT_EQ(sample().name, "Small");
    EXPECT_EQ(loads_, 2);
}

TEST_F(ModelSampleTest, WhatCannotBeOpenedSaysWhy) {
    std::ofstream(model_, std::ios::binary) << "no model";
    EXPECT_NE(test::error_of([&] { sample(); }).find("small.safetensors"), std::string::npos);
    EXPECT_FALSE(fs::exists(kept_));
}

TEST_F(ModelSampleTest, IsStoppedByItsReport) {
    const LoadModel load = [](const std::string& path, const ProgressReport&) { return load_model(path); };
    EXPECT_THROW(sample_of_model(model_, load, kept_,
                                 [](std::int64_t done, std::int64_t) {
                                     if (done == 2) throw Cancelled();
                                 }),
                 Cancelled);
    EXPECT_FALSE(fs::exists(kept_));
}

}  // namespace
}  // namespace progan
