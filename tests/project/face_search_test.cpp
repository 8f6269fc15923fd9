// A search does the same whatever the machine does, and takes any model.
#include "core/project/face_search.h"

#include <gtest/gtest.h>

#include "core/project/photo_projector.h"
#include "core/project/picture_loss.h"
#include "core/support/paths.h"
#include "tests/fixtures/error_of.h"
#include "tests/project/short_search.h"

namespace progan::test {
namespace {

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
}  // namespace progan::test
