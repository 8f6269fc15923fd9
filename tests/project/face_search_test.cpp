// Faces of the included model are found again, the same way whatever the machine does.
#include "core/project/face_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/latent/seeds.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/project/photo_projector.h"
#include "core/project/picture_loss.h"
#include "core/project/refinement.h"
#include "core/support/error.h"
#include "core/support/paths.h"
#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

constexpr std::uint32_t kSeed = 123456;  // far from the bank's

Image face_of(const Model& model, std::uint32_t seed) {
    const std::unique_ptr<Generator> generator = make_cpu_generator(model);
    return generator->generate(
        latent_from_seed(seed, static_cast<std::size_t>(model.spec.latent_size), SeedMode::numpy),
        model.spec.last_level, model.spec.alpha);
}

double degrees_between(std::span<const float> a, std::span<const float> b) {
    double dot = 0;
    for (std::size_t i = 0; i < a.size(); ++i) dot += static_cast<double>(a[i]) * b[i];
    return std::acos(std::min(1.0, dot / (length(a) * length(b)))) * 180 / M_PI;
}

/// Few of everything: these tests ask whether it works, tests/bench how well.
ProjectorOptions small_bank(int threads) {
    ProjectorOptions options;
    options.threads = threads;
    options.faces = 300;
    return options;
}
SearchOptions short_search() {
    SearchOptions options;
    options.starts = 16;
    options.steps = 40;
    options.refinements = 0;
    return options;
}

TEST(PhotoProjector, FindsAFaceOfKnownLatentAgain) {
    const Model model = load_model(default_model_path());
    const Image picture = face_of(model, kSeed);
    PhotoProjector projector(model, small_bank(2));
    SearchOptions options = short_search();
    options.refinements = 8;
    const SearchResult found = projector.search(picture, {}, options);
    EXPECT_GT(psnr(found.squared_error), 45);
    EXPECT_LT(degrees_between(found.latent, latent_from_seed(kSeed, 128, SeedMode::numpy)), 5);
    EXPECT_NEAR(length(found.latent), std::sqrt(128.0), 1e-3);
    EXPECT_TRUE(found.complete);
    EXPECT_EQ(projector.closeness(picture, found.face), FaceBank::kProbes);
    // The face is what the generator makes of the latent.
    const Image made =
        make_cpu_generator(model)->generate(found.latent, model.spec.last_level, model.spec.alpha);
    for (std::size_t i = 0; i < made.rgb.size(); ++i) ASSERT_LE(std::abs(made.rgb[i] - found.face.rgb[i]), 1);
}

TEST(PhotoProjector, FindsTheSameWithAnyNumberOfThreads) {
    const Model model = load_model(default_model_path());
    const Image picture = face_of(model, kSeed);
    SearchOptions options = short_search();
    options.refinements = 1;
    options.steps = 5;
    options.starts = 6;
    PhotoProjector one(model, small_bank(1)), three(model, small_bank(3));
    const SearchResult first = one.search(picture, {}, options), second = three.search(picture, {}, options);
    EXPECT_EQ(first.latent, second.latent);
    EXPECT_EQ(first.face, second.face);
    EXPECT_EQ(first.evaluations, second.evaluations);
    EXPECT_EQ(one.search(picture, {}, options).latent, first.latent) << "and again";
}

TEST(PhotoProjector, TellsHowItGoesAndEndsWhenItIsGoodEnough) {
    const Model model = load_model(default_model_path());
    const Image picture = face_of(model, kSeed);
    PhotoProjector projector(model, small_bank(2));
    double done = 0, first_error = 0, last_error = 0;
    int level = 0, reports = 0;
    std::size_t evaluations = 0;
    SearchOptions options = short_search();
    options.refinements = 1;
    projector.search(picture, {}, options, [&](const SearchProgress& progress) {
        EXPECT_GE(progress.done, done);
        EXPECT_LE(progress.done, 1);
        EXPECT_GE(progress.level, level);
        EXPECT_GT(progress.evaluations, evaluations);
        EXPECT_EQ(progress.best->size(), 128u);
        done = progress.done;
        level = progress.level;
        evaluations = progress.evaluations;
        if (reports == 0) first_error = progress.error;
        last_error = progress.error;
        ++reports;
        return true;
    });
    EXPECT_GT(reports, 60);
    EXPECT_LT(last_error, first_error / 10);
    EXPECT_EQ(level, model.spec.last_level);

    int left = 5;
    const SearchResult early =
        projector.search(picture, {}, options, [&](const SearchProgress&) { return --left > 0; });
    EXPECT_FALSE(early.complete);
    EXPECT_EQ(left, 0);
    EXPECT_GT(psnr(early.squared_error), 10) << "the best so far";
    EXPECT_THROW(
        projector.search(picture, {}, options, [](const SearchProgress&) -> bool { throw Cancelled(); }),
        Cancelled);
    options.seconds = 1e-6;
    EXPECT_FALSE(projector.search(picture, {}, options).complete) << "the time has passed at once";
}

TEST(PhotoProjector, WhatDoesNotCountIsNotLookedAt) {
    const Model model = load_model(default_model_path());
    Image picture = face_of(model, kSeed);
    std::vector<float> weights(128 * 128, 1.0f);
    for (std::size_t i = 0; i < 128 * 48; ++i) {
        weights[i] = 0;
        for (std::size_t c = 0; c < 3; ++c) picture.rgb[3 * i + c] = i % 2 == 0 ? 255 : 0;  // above: noise
    }
    PhotoProjector projector(model, small_bank(2));
    SearchOptions options = short_search();
    options.refinements = 3;
    EXPECT_GT(psnr(projector.search(picture, weights, options).squared_error), 35);
}

TEST(PhotoProjector, APictureUnlikeAnyFaceIsFarAway) {
    const Model model = load_model(default_model_path());
    Image stripes(128, 128);
    for (std::size_t i = 0; i < stripes.rgb.size(); ++i) stripes.rgb[i] = i / 3 / 128 / 16 % 2 == 0 ? 255 : 0;
    PhotoProjector projector(model, small_bank(2));
    const SearchResult found = projector.search(stripes, {}, short_search());
    EXPECT_EQ(projector.closeness(stripes, found.face), 0u);
}

TEST(PhotoProjector, TakesModelsOfAnyShape) {
    for (const char* name :
         {"one_level", "last_head_only", "shown_mid_fade", "no_norm_hardtanh", "tanh_from_level_1"}) {
        SCOPED_TRACE(name);
        const Model model = load_model(std::string(PROGAN_TEST_DATA "/variants/") + name + ".safetensors");
        PhotoProjector projector(model, small_bank(1));
        const Image picture = face_of(model, kSeed);
        SearchOptions options = short_search();
        options.refinements = 4;
        const SearchResult found = projector.search(picture, {}, options);
        EXPECT_GT(psnr(found.squared_error), 25);
        EXPECT_EQ(found.face.width, picture.width);
    }
}

TEST(PhotoProjector, RefusesAPictureOfAnotherSize) {
    const Model model = load_model(toon_heads_model_path());
    PhotoProjector projector(model, small_bank(1));
    EXPECT_EQ(test::error_of([&] { projector.search(Image(128, 128), {}, {}); }),
              "The picture has 128 x 128 pixels, but the model's faces have 64 x 64.");
}

TEST(FaceBank, NearestAndFarthestAreWhatDistancesSay) {
    const Model model = load_model(toon_heads_model_path());
    PhotoProjector projector(model, small_bank(1));
    const FaceBank& bank = projector.bank();
    ASSERT_EQ(bank.size(), 300u);
    const std::vector<float> description = bank.description(face_of(model, kSeed));
    const std::vector<std::size_t> nearest = bank.nearest(description, 10);
    ASSERT_EQ(nearest.size(), 10u);
    for (std::size_t i = 1; i < nearest.size(); ++i)
        EXPECT_LE(bank.squared_distance(description, nearest[i - 1]),
                  bank.squared_distance(description, nearest[i]));
    std::size_t nearer = 0;
    for (std::size_t i = 0; i < bank.size(); ++i)
        nearer += bank.squared_distance(description, i) < bank.squared_distance(description, nearest[9]);
    EXPECT_EQ(nearer, 9u);
    EXPECT_EQ(bank.nearest(description, 1000).size(), 300u);
    EXPECT_EQ(bank.probes_farther_than(0), FaceBank::kProbes);
    EXPECT_EQ(bank.probes_farther_than(1), 0u);
    EXPECT_EQ(bank.latent(7), latent_from_seed(7, 128, SeedMode::numpy));
}

}  // namespace
}  // namespace progan
