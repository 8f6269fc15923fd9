// Channels that are changed and read: against the same change in the weights of the layers that read them,
// and against pictures made of the features by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/latent/seeds.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/model/devices/torch_backend.h"
#include "core/support/paths.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/random_model.h"

namespace progan {
namespace {

using test::error_of;

class ChannelEditsTest : public testing::Test {
  protected:
    ChannelEditsTest() : model_(test::random_model(spec())), generator_(make_cpu_generator(model_)) {}

    static ModelSpec spec() {
        ModelSpec spec;
        spec.latent_size = 24;
        spec.channels = {40, 33, 17, 16};
        spec.to_rgb_levels = {0, 1, 2, 3};
        spec.last_level = 3;
        return spec;
    }

    static Latent latent(std::uint32_t seed) { return latent_from_seed(seed, 24, SeedMode::numpy); }

    WeightTensor& tensor(Model& model, const std::string& name) const {
        return *std::find_if(model.tensors.begin(), model.tensors.end(),
                             [&](const WeightTensor& tensor) { return tensor.name == name; });
    }

    /// The model whose weights read that channel `strength` times as strongly: the next level and to-RGB.
    Model with_scaled_weights(const ChannelEdits& edits) const {
        Model model = model_;
        for (const ChannelEdit& edit : edits)
            for (const std::string& name : {"levels." + std::to_string(edit.level) + ".to_rgb.weight",
                                            "levels." + std::to_string(edit.level + 1) + ".conv1.weight"}) {
                if (edit.level + 1 == level_count(model.spec) && name.find("conv1") != std::string::npos)
                    continue;
                WeightTensor& weight = tensor(model, name);  // [out][in][k][k]
                const auto outputs = static_cast<std::size_t>(weight.shape[0]),
                           inputs = static_cast<std::size_t>(weight.shape[1]),
                           kernel = static_cast<std::size_t>(weight.shape[2] * weight.shape[3]);
                for (std::size_t o = 0; o < outputs; ++o)
                    for (std::size_t k = 0; k < kernel; ++k)
                        weight.values[(o * inputs + static_cast<std::size_t>(edit.channel)) * kernel + k] *=
                            edit.strength;
            }
        return model;
    }

    static double largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
        double largest = a.size() == b.size() ? 0 : std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
            largest = std::max(largest, std::abs(static_cast<double>(a[i]) - b[i]));
        return largest;
    }

    Model model_;
    std::unique_ptr<Generator> generator_;
};

TEST_F(ChannelEditsTest, EqualWeightsThatReadTheChannelDifferently) {
    const ChannelEdits all{{0, 7, 0.0f}, {1, 32, 1.7f}, {2, 3, 0.25f}, {3, 15, 2.0f}};
    std::vector<ChannelEdits> cases{all};
    for (const ChannelEdit& edit : all) cases.push_back({edit});
    for (const ChannelEdits& edits : cases) {
        const auto reference = make_cpu_generator(with_scaled_weights(edits));
        for (const int level : {0, 1, 2, 3})
            for (const double alpha : {1.0, 0.3, 0.0}) {
                if (level == 0 && alpha < 1) continue;
                const auto edited = generator_->generate_values(latent(5), level, alpha, {}, edits);
                EXPECT_LT(largest_difference(edited, reference->generate_values(latent(5), level, alpha)),
                          1e-5)
                    << "level " << level << ", alpha " << alpha << ", of level " << edits[0].level;
            }
        const auto plain = generator_->generate_values(latent(5), 3, 1);
        EXPECT_GT(largest_difference(generator_->generate_values(latent(5), 3, 1, {}, edits), plain), 1e-3);
        EXPECT_EQ(generator_->generate_values(latent(5), 3, 1), plain) << "the edit stayed behind";
    }
}

TEST_F(ChannelEditsTest, NoEditsAreNoChangeAtAll) {
    const Image plain = generator_->generate(latent(2), 3, 1);
    EXPECT_EQ(generator_->generate(latent(2), 3, 1, {}, {}).rgb, plain.rgb);
    EXPECT_EQ(generator_->generate_values(latent(2), 3, 0.5, {}, {}),
              generator_->generate_values(latent(2), 3, 0.5));
    // Of a level above, they are not reached.
    EXPECT_EQ(generator_->generate_values(latent(2), 1, 1, {}, {{2, 0, 0.0f}}),
              generator_->generate_values(latent(2), 1, 1));
}

TEST_F(ChannelEditsTest, FeaturesAreWhatToRgbReads) {
    const ChannelEdits edits{{1, 4, 0.5f}, {3, 2, 0.0f}};
    for (int level = 0; level < 4; ++level) {
        const LevelFeatures features = generator_->features(latent(9), level, edits);
        ASSERT_EQ(features.side, resolution(level));
        ASSERT_EQ(features.channels, model_.spec.channels[static_cast<std::size_t>(level)]);
        const std::string name = "levels." + std::to_string(level) + ".to_rgb.";
        const std::vector<float>& weight = tensor(model_, name + "weight").values;
        const std::vector<float>& bias = tensor(model_, name + "bias").values;
        const auto channels = static_cast<std::size_t>(features.channels);
        const auto pixels = static_cast<std::size_t>(features.side * features.side);
        const auto picture = generator_->generate_values(latent(9), level, 1, {}, edits);
        for (std::size_t color = 0; color < 3; ++color)
            for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
                double sum = bias[color];
                for (std::size_t c = 0; c < channels; ++c)
                    sum += static_cast<double>(weight[color * channels + c]) *
                           features.values[pixel * channels + c];
                ASSERT_NEAR(picture[color * pixels + pixel], sum, 1e-5) << "level " << level;
            }
    }
}

TEST_F(ChannelEditsTest, FeaturesAreThoseThatAWatcherSees) {
    const ChannelEdits edits{{0, 1, 2.0f}};
    int seen = 0;
    generator_->generate(
        latent(4), 3, 1,
        [&](const IntermediateFace& face) {
            std::vector<int> pixels(
                static_cast<std::size_t>(resolution(face.level()) * resolution(face.level())));
            std::iota(pixels.begin(), pixels.end(), 0);
            const std::vector<float> watched = face.features(pixels);
            // Another generator, because one is at work on a face.
            EXPECT_EQ(make_cpu_generator(model_)->features(latent(4), face.level(), edits).values, watched);
            ++seen;
        },
        edits);
    EXPECT_EQ(seen, 3);
}

/// The features before pixel norm are those of the same network without it, as long as nothing was
/// normalized on the way: at the first level.
TEST_F(ChannelEditsTest, NormsAreThoseThatPixelNormDividedBy) {
    for (const bool inside : {true, false}) {
        ModelSpec normalized = spec();
        normalized.norm_after_first = false;
        normalized.norm_epsilon = 1e-3;
        normalized.epsilon_inside_root = inside;
        Model model = model_;
        model.spec = normalized;
        const LevelFeatures with = make_cpu_generator(model)->features(latent(3), 0, {});
        model.spec.norm_placement = NormPlacement::none;
        const LevelFeatures without = make_cpu_generator(model)->features(latent(3), 0, {});
        for (std::size_t pixel = 0; pixel < 16; ++pixel) {
            double squares = 0;
            for (std::size_t c = 0; c < 40; ++c)
                squares += std::pow(static_cast<double>(without.values[pixel * 40 + c]), 2);
            const double root = std::sqrt(squares / 40);
            EXPECT_NEAR(with.norms[pixel], root, 1e-5 * (1 + root));
            EXPECT_NEAR(without.norms[pixel], root, 1e-5 * (1 + root));
            const double divisor = inside ? std::sqrt(squares / 40 + 1e-3) : root + 1e-3;
            for (std::size_t c = 0; c < 40; ++c)
                EXPECT_NEAR(with.values[pixel * 40 + c], without.values[pixel * 40 + c] / divisor, 1e-5);
        }
    }
}

TEST_F(ChannelEditsTest, RefusesWhatTheModelDoesNotHave) {
    const auto error = [&](const ChannelEdits& edits) {
        return error_of([&] { generator_->generate(latent(1), 3, 1, {}, edits); });
    };
    EXPECT_EQ(error({{4, 0, 0.0f}}), "An edit is for level 4, but the model has levels 0 to 3.");
    EXPECT_EQ(error({{3, 16, 0.0f}}),
              "An edit is for channel 16 of level 3, but that level has channels 0 to 15.");
    EXPECT_EQ(error({{3, 0, 2.5f}}), "A channel's strength must be between 0 and 2, not 2.5.");
    EXPECT_NE(error_of([&] { generator_->features(latent(1), 4, {}); }), "no error");
    EXPECT_NE(error_of([&] { generator_->features(latent(1), 0, {{0, 40, 0.0f}}); }), "no error");
    EXPECT_EQ(edits_that_fit(model_.spec, {{2, 16, 0.0f}, {2, 17, 0.0f}, {4, 0, 0.0f}}),
              (ChannelEdits{{2, 16, 0.0f}}));
}

/// LibTorch's device makes the same of them.
TEST_F(ChannelEditsTest, AreTheSameThroughLibTorch) {
    const auto backend = open_torch_backend(find_torch_library());
    for (const NormPlacement placement :
         {NormPlacement::after_activation, NormPlacement::before_activation, NormPlacement::none}) {
        Model model = model_;
        model.spec.norm_placement = placement;
        const auto torch = backend->create(model, "cpu"), own = make_cpu_generator(model);
        ASSERT_TRUE(torch->shows_features());
        const ChannelEdits edits{{0, 7, 0.0f}, {1, 32, 1.7f}, {2, 3, 0.25f}, {3, 15, 2.0f}};
        for (const int level : {0, 1, 2, 3}) {
            for (const double alpha : {1.0, 0.3, 0.0}) {
                if (level == 0 && alpha < 1) continue;
                EXPECT_LT(largest_difference(torch->generate_values(latent(5), level, alpha, {}, edits),
                                             own->generate_values(latent(5), level, alpha, {}, edits)),
                          1e-4)
                    << "level " << level << ", alpha " << alpha;
            }
            const LevelFeatures found = torch->features(latent(5), level, edits),
                                expected = own->features(latent(5), level, edits);
            EXPECT_EQ(found.side, expected.side);
            EXPECT_EQ(found.channels, expected.channels);
            EXPECT_LT(largest_difference(found.values, expected.values), 1e-4) << "level " << level;
            EXPECT_LT(largest_difference(found.norms, expected.norms), 1e-4) << "level " << level;
        }
        EXPECT_EQ(torch->generate_values(latent(5), 3, 1, {}, {}), torch->generate_values(latent(5), 3, 1));
        EXPECT_EQ(error_of([&] {
                      torch->generate(latent(1), 3, 1, {}, {{3, 16, 0.0f}});
                  }),
                  "An edit is for channel 16 of level 3, but that level has channels 0 to 15.");
    }
}

/// A device that knows nothing of channels.
class PlainGenerator final : public Generator {
  public:
    explicit PlainGenerator(ModelSpec spec) : spec_(std::move(spec)) {}
    const ModelSpec& spec() const override { return spec_; }
    using Generator::generate;
    using Generator::generate_values;
    Image generate(std::span<const float>, int level, double) override {
        return Image(resolution(level), resolution(level));
    }
    std::vector<float> generate_values(std::span<const float>, int, double) override { return {}; }

  private:
    ModelSpec spec_;
};

TEST_F(ChannelEditsTest, ADeviceWithoutThemSaysSoAndIgnoresNone) {
    PlainGenerator plain(spec());
    EXPECT_FALSE(plain.shows_features());
    EXPECT_TRUE(generator_->shows_features());
    EXPECT_EQ(plain.generate(latent(1), 3, 1, {}, {}).width, 32);
    constexpr const char* kSentence =
        "This device cannot show or change channels: choose the CPU as the device.";
    const ChannelEdits edits{{0, 0, 0.0f}};
    EXPECT_EQ(error_of([&] { plain.generate(latent(1), 3, 1, {}, edits); }), kSentence);
    EXPECT_EQ(error_of([&] { plain.generate_values(latent(1), 3, 1, {}, edits); }), kSentence);
    EXPECT_EQ(error_of([&] { plain.features(latent(1), 3, {}); }), kSentence);
}

}  // namespace
}  // namespace progan
