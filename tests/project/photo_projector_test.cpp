// How well faces of the included model are found again.
#include "core/project/photo_projector.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/model/cpu/cpu_generator.h"
#include "core/project/picture_loss.h"
#include "core/support/paths.h"
#include "tests/fixtures/error_of.h"
#include "tests/project/short_search.h"

namespace progan::test {
namespace {

double degrees_between(std::span<const float> a, std::span<const float> b) {
    double dot = 0;
    for (std::size_t i = 0; i < a.size(); ++i) dot += static_cast<double>(a[i]) * b[i];
    return std::acos(std::min(1.0, dot / (length(a) * length(b)))) * 180 / M_PI;
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

TEST(PhotoProjector, TellsTheLeadingFacesNearestFirst) {
    const Model model = load_model(default_model_path());
    const Image picture = face_of(model, kSeed);
    PhotoProjector projector(model, small_bank(2));
    const int level = projector.bank().level();
    bool looked = false;
    projector.search(picture, {}, short_search(), [&](const SearchProgress& progress) {
        EXPECT_EQ(progress.leading.size(), std::min(progress.candidates, SearchProgress::kLeading));
        EXPECT_EQ(progress.best(), progress.leading.front());
        for (std::size_t i = 1; i < progress.leading.size(); ++i)
            EXPECT_NE(progress.leading[i], progress.leading[i - 1]);
        if (progress.level == level) return true;
        looked = true;
        return progress.candidates > 1;
    });
    EXPECT_TRUE(looked);
}

TEST(PhotoProjector, TheNearestSoFarNeverGetsWorseAtALevel) {
    const Model model = load_model(default_model_path());
    // Bright, so that many values of its faces lie beyond the range, which the steps of the refinement count
    // in another way than the error.
    Image picture = face_of(model, kSeed);
    for (std::uint8_t& value : picture.rgb) value = static_cast<std::uint8_t>(std::min(254, value * 2));
    PhotoProjector projector(model, small_bank(2));
    SearchOptions options = short_search();
    options.refinements = 4;
    int level = -1, rises = 0, of_many = 0, of_one = 0;
    double error = 0;
    Latent nearest;
    const SearchResult found = projector.search(picture, {}, options, [&](const SearchProgress& progress) {
        if (progress.level == level && progress.error > error) ++rises;
        if (progress.level == level && progress.error == error) {
            EXPECT_EQ(progress.best(), nearest) << "another face is nearer";
        }
        level = progress.level;
        error = progress.error;
        nearest = progress.best();
        ++(progress.candidates > 1 ? of_many : of_one);
        return true;
    });
    EXPECT_EQ(rises, 0);
    EXPECT_GT(of_many, 10);
    EXPECT_GT(of_one, 20);
    EXPECT_LE(found.squared_error, error * (1 + 1e-6));
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
        EXPECT_EQ(progress.best().size(), 128u);
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

}  // namespace
}  // namespace progan::test
