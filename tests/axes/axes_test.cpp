// SeFa, PCA with regression, effects and merging, each against a computation of its own.
#include <gtest/gtest.h>
#include <algorithm>

#include <cmath>
#include <random>

#include "core/axes/axis_list.h"
#include "core/axes/discover_job.h"
#include "core/axes/sefa.h"
#include "core/latent/rotation.h"
#include "core/latent/seeds.h"
#include "core/support/error.h"
#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

Latent random_latent(std::uint32_t seed, std::size_t size) {
    return latent_from_seed(seed, size, SeedMode::numpy);
}

double dot(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

/// `count` orthonormal vectors (Gram-Schmidt).
std::vector<Latent> orthonormal(std::uint32_t seed, std::size_t size, std::size_t count) {
    std::vector<Latent> result;
    for (std::size_t k = 0; k < count; ++k) {
        Latent v = random_latent(seed + static_cast<std::uint32_t>(k), size);
        for (int twice = 0; twice < 2; ++twice)
            for (const Latent& other : result) {
                const double along = dot(v, other);
                for (std::size_t i = 0; i < size; ++i) v[i] -= static_cast<float>(along) * other[i];
            }
        const auto scale = static_cast<float>(1 / length(v));
        for (float& component : v) component *= scale;
        result.push_back(std::move(v));
    }
    return result;
}

ModelSpec small_spec(int latent = 24) {
    ModelSpec spec;
    spec.latent_size = latent;
    spec.channels = {6, 6, 6};
    spec.to_rgb_levels = {0, 1, 2};
    spec.last_level = 2;
    return spec;
}

/// A model whose first layer has the matrix `a` [C*16][latent] in the layout of `kind`.
Model with_first_layer(FirstLayer kind, const std::vector<Latent>& a, int channels, int latent) {
    Model model;
    model.spec = small_spec(latent);
    model.spec.channels[0] = channels;
    model.spec.first_layer = kind;
    WeightTensor weight{"levels.0.first.weight", {}, {}};
    const auto c_count = static_cast<std::size_t>(channels), l_count = static_cast<std::size_t>(latent);
    weight.values.resize(c_count * 16 * l_count);
    for (std::size_t c = 0; c < c_count; ++c)
        for (std::size_t at = 0; at < 16; ++at)
            for (std::size_t l = 0; l < l_count; ++l) {
                std::size_t to = (c * 16 + at) * l_count + l;
                if (kind == FirstLayer::conv_transpose) to = (l * c_count + c) * 16 + at;
                if (kind == FirstLayer::conv) to = (c * l_count + l) * 16 + at;
                weight.values[to] = a[c * 16 + at][l];
            }
    model.tensors.push_back(std::move(weight));
    return model;
}

TEST(Sefa, FindsWhatPowerIterationFindsInEveryLayout) {
    constexpr int kChannels = 3, kLatent = 20;
    std::vector<Latent> a;
    for (std::uint32_t o = 0; o < kChannels * 16; ++o) {
        a.push_back(random_latent(o + 1, kLatent));
        for (std::size_t l = 0; l < kLatent; ++l) a.back()[l] *= 1 + 0.3f * static_cast<float>(l % 7);
    }
    // Power iteration on A^T A, found ones deflated.
    std::vector<std::vector<double>> expected;
    for (int k = 0; k < 4; ++k) {
        std::vector<double> v(kLatent, 1.0);
        for (int round = 0; round < 3000; ++round) {
            for (const auto& other : expected) {
                double along = 0;
                for (std::size_t i = 0; i < kLatent; ++i) along += v[i] * other[i];
                for (std::size_t i = 0; i < kLatent; ++i) v[i] -= along * other[i];
            }
            std::vector<double> next(kLatent, 0.0);
            for (const Latent& row : a) {
                double along = 0;
                for (std::size_t i = 0; i < kLatent; ++i) along += static_cast<double>(row[i]) * v[i];
                for (std::size_t i = 0; i < kLatent; ++i) next[i] += along * static_cast<double>(row[i]);
            }
            double squares = 0;
            for (const double x : next) squares += x * x;
            for (std::size_t i = 0; i < kLatent; ++i) v[i] = next[i] / std::sqrt(squares);
        }
        expected.push_back(v);
    }
    for (const FirstLayer kind : {FirstLayer::linear, FirstLayer::conv_transpose, FirstLayer::conv}) {
        const auto weight = first_layer_weight(with_first_layer(kind, a, kChannels, kLatent));
        ASSERT_TRUE(weight);
        const std::vector<Latent> found = sefa_directions(*weight, 4);
        ASSERT_EQ(found.size(), 4u);
        for (std::size_t k = 0; k < 4; ++k) {
            double along = 0;
            for (std::size_t i = 0; i < kLatent; ++i)
                along += static_cast<double>(found[k][i]) * expected[k][i];
            EXPECT_NEAR(std::abs(along), 1, 1e-5) << k;
            EXPECT_NEAR(length(found[k]), 1, 1e-6);
        }
    }
    EXPECT_EQ(
        sefa_directions(*first_layer_weight(with_first_layer(FirstLayer::linear, a, kChannels, kLatent)), 99)
            .size(),
        20u);
}

TEST(Sefa, WithoutTheWeightThereIsNone) {
    Model model = with_first_layer(FirstLayer::linear, std::vector<Latent>(16, Latent(4, 1.0f)), 1, 4);
    EXPECT_TRUE(first_layer_weight(model));
    model.tensors[0].values.clear();
    EXPECT_FALSE(first_layer_weight(model));
    model.tensors.clear();
    EXPECT_FALSE(first_layer_weight(model));
    FirstLayerWeight large{16, kMaxSefaLatentSize + 1, {}};
    EXPECT_NE(test::error_of([&] { sefa_directions(large, 1); }).find("limited to 2048"), std::string::npos);
}

TEST(Directions, AreOfLengthOneWhateverTheirScale) {
    for (const float scale : {1e-30f, 1.0f, 1e30f}) {
        Latent direction{3 * scale, -4 * scale};
        ASSERT_TRUE(make_axis_direction(direction));
        EXPECT_FLOAT_EQ(direction[0], -0.6f);
        EXPECT_FLOAT_EQ(direction[1], 0.8f);
    }
    for (Latent bad : {Latent{0, 0}, Latent{1, NAN}, Latent{INFINITY, 1}})
        EXPECT_FALSE(make_axis_direction(bad));
}

/// Activations and pictures that are linear in the latent: each planted direction moves one pattern, by a
/// strength of its own.
class LinearGenerator : public Generator {
  public:
    explicit LinearGenerator(bool watchable) : watchable_(watchable) {}
    const ModelSpec& spec() const override { return spec_; }
    Image generate(std::span<const float> latent, int level, double) override {
        Image image(resolution(level), resolution(level));
        for (std::size_t i = 0; i < image.rgb.size(); ++i)
            image.rgb[i] = static_cast<std::uint8_t>(std::clamp(
                128 + 100 * static_cast<double>(latent[i % latent.size()]) / length(latent), 0.0, 255.0));
        return image;
    }
    std::vector<float> generate_values(std::span<const float> latent, int level, double) override {
        return values(latent, static_cast<std::size_t>(3 * resolution(level) * resolution(level)));
    }
    Image generate(std::span<const float> latent, int level, double alpha,
                   const LevelCallback& reached) override {
        for (int i = 0; watchable_ && i < level; ++i) {
            ++watched_;
            reached(Watched{*this, latent, i});
        }
        return generate(latent, level, alpha);
    }

    /// sum over k of strength_k <z, d_k> pattern_k
    std::vector<float> values(std::span<const float> latent, std::size_t size) const {
        const std::vector<Latent> patterns = orthonormal(500, size, planted.size());
        std::vector<float> result(size, 0.25f);
        for (std::size_t k = 0; k < planted.size(); ++k) {
            const auto amount = static_cast<float>(strengths[k] * dot(latent, planted[k]));
            for (std::size_t i = 0; i < size; ++i) result[i] += amount * patterns[k][i];
        }
        return result;
    }

    const std::vector<Latent> planted = orthonormal(900, 24, 4);
    const std::vector<double> strengths{8, 5, 3, 1.5};
    int watched_ = 0;

  private:
    struct Watched final : IntermediateFace {
        Watched(const LinearGenerator& g, std::span<const float> z, int l) : generator(g), latent(z), at(l) {}
        const LinearGenerator& generator;
        std::span<const float> latent;
        int at;
        int level() const override { return at; }
        Image picture(const RgbHead&) const override { return {}; }
        std::vector<float> features(std::span<const int> pixels) const override {
            const std::vector<float> all =
                generator.values(latent, static_cast<std::size_t>(resolution(at) * resolution(at) * 6));
            std::vector<float> result;
            for (const int pixel : pixels)
                for (int c = 0; c < 6; ++c) result.push_back(all[static_cast<std::size_t>(pixel * 6 + c)]);
            return result;
        }
    };
    ModelSpec spec_ = small_spec();
    bool watchable_;
};

void expect_planted(const LinearGenerator& generator, const std::vector<Latent>& found) {
    ASSERT_EQ(found.size(), 4u);  // there are no others to be found
    for (std::size_t k = 0; k < 4; ++k) EXPECT_GT(std::abs(dot(found[k], generator.planted[k])), 0.97) << k;
}

TEST(Pca, RecoversPlantedDirections) {
    LinearGenerator generator(true);
    ActivationPca pca(generator.spec(), {.level = 1, .count = 6, .samples = 400});
    while (pca.step(generator)) {
    }
    EXPECT_EQ(pca.steps_done(), pca.steps());
    EXPECT_TRUE(pca.note().empty());
    expect_planted(generator, pca.directions());
    // Variances are as the squares of the strengths, for components of a normal latent have one each.
    const double all = 64 + 25 + 9 + 2.25;
    EXPECT_NEAR(pca.explained()[0], 64 / all, 0.06);
    EXPECT_NEAR(pca.explained()[3], 2.25 / all, 0.02);
    EXPECT_EQ(generator.watched_, 400 * 2);  // ended at the level that was wanted
}

TEST(Pca, TakesPicturesWhereActivationsAreNotShown) {
    LinearGenerator hidden(false);
    ActivationPca pca(hidden.spec(), {.level = 1, .count = 4, .samples = 400});
    while (pca.step(hidden)) {
    }
    EXPECT_NE(pca.note().find("does not expose activations"), std::string::npos);
    expect_planted(hidden, pca.directions());
    LinearGenerator generator(true);
    ActivationPca last(generator.spec(), {.level = 2, .count = 4, .samples = 400});
    while (last.step(generator)) {
    }
    EXPECT_NE(last.note().find("last level"), std::string::npos);
    expect_planted(generator, last.directions());
}

TEST(Pca, RefusesWhatCannotBe) {
    const ModelSpec spec = small_spec();
    EXPECT_NE(test::error_of([&] { ActivationPca(spec, {.level = 3}); }).find("levels are 0 to 2"),
              std::string::npos);
    EXPECT_NE(test::error_of([&] {
                  ActivationPca(spec, {.level = 0, .count = 8, .samples = 8});
              }).find("more samples"),
              std::string::npos);
}

TEST(Effect, IsTheMeanChangePerDegree) {
    Image a(1, 2), b(1, 2);
    a.rgb = {10, 20, 30, 40, 50, 60};
    b.rgb = {13, 20, 24, 40, 50, 69};
    EXPECT_DOUBLE_EQ(mean_change_per_degree(a, b, 3), (3 + 6 + 9) / 6.0 / 3);
    EXPECT_NE(test::error_of([&] { mean_change_per_degree(a, Image(2, 1), 3); }).find("cannot be compared"),
              std::string::npos);

    LinearGenerator generator(true);
    Latent axis(24, 0);
    axis[5] = 1;
    EffectMeter meter(generator.spec(), {axis}, {.faces = 3, .degrees = 5, .first_seed = 70});
    while (meter.step(generator)) {
    }
    double expected = 0;
    for (std::uint32_t seed = 70; seed < 73; ++seed) {
        const Latent z = random_latent(seed, 24);
        expected += mean_change_per_degree(generator.generate(rotate_component(z, 5, -5), 2, 1),
                                           generator.generate(rotate_component(z, 5, 5), 2, 1), 10);
    }
    EXPECT_NEAR(meter.effects()[0], expected / 3, 0.02);  // the two rotations round differently
    EXPECT_GT(expected, 0.1);
}

TEST(Effect, TakesFewerFacesWhenTimeIsUp) {
    LinearGenerator generator(true);
    const std::vector<Latent> axes = orthonormal(3, 24, 2);
    const EffectOptions one{.faces = 1, .degrees = 5, .first_seed = 70};
    EffectOptions hurried = one;
    hurried.faces = 1000;
    hurried.longest = Seconds{1e-9};
    EffectMeter first(generator.spec(), axes, one), meter(generator.spec(), axes, hurried);
    while (first.step(generator)) {
    }
    while (meter.step(generator)) {
    }
    EXPECT_EQ(meter.steps_done(), 2);
    EXPECT_EQ(meter.effects(), first.effects());
}

TEST(Effect, LargeModelsAreComparedSmall) {
    ModelSpec spec = small_spec();
    EXPECT_EQ(effect_level(spec), 2);
    spec.channels.assign(9, 4);
    spec.last_level = 8;
    spec.to_rgb_levels = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    EXPECT_EQ(effect_level(spec), 4);
    spec.to_rgb_levels = {3, 8};
    EXPECT_EQ(effect_level(spec), 3);
    spec.to_rgb_levels = {8};
    EXPECT_EQ(effect_level(spec), 8);
}

Axis axis_of(const std::string& id, Latent direction, double effect) {
    Axis axis;
    axis.id = id;
    axis.name = id;
    axis.direction = std::move(direction);
    axis.effect = effect;
    return axis;
}

std::string ids(const std::vector<Axis>& axes) {
    std::string text;
    for (const Axis& axis : axes) text += axis.id + " ";
    return text;
}

TEST(Merge, AnOrderThatWasGivenComesBeforeStrength) {
    std::vector<Axis> axes{axis_of("strong", {1, 0, 0}, 9), axis_of("second", {0, 1, 0}, 3),
                           axis_of("weak", {0, 0, 1}, 1), axis_of("first", {0, 1, 1}, 2)};
    axes[1].order = 2;
    axes[3].order = 1;
    sort_by_effect(axes);
    EXPECT_EQ(ids(axes), "first second strong weak ");
}

TEST(Merge, TheStrongerOfTwoStays) {
    const std::vector<Axis> axes{axis_of("weak", {1, 0, 0}, 1), axis_of("other", {0, 1, 0}, 2),
                                 axis_of("opposite", {-0.96f, 0.28f, 0}, 3),
                                 axis_of("apart", {0.6f, 0, 0.8f}, 0.5)};
    EXPECT_EQ(ids(without_duplicates(axes)), "opposite other apart ");
    EXPECT_EQ(ids(without_duplicates(axes, [](const Axis& axis) { return axis.id == "weak"; })),
              "other weak apart ");
    EXPECT_DOUBLE_EQ(axis_similarity(Latent{1, 0}, Latent{1, 0, 0}), 0);
    EXPECT_DOUBLE_EQ(axis_similarity(Latent{0, 0}, Latent{1, 0}), 0);
}

TEST(DiscoverJob, FindsAndMeasuresInSlices) {
    const auto generator = std::make_shared<LinearGenerator>(true);
    DiscoverOptions options;
    options.axes = {axis_of("mine", generator->planted[3], 0)};
    options.pca = PcaOptions{.level = 1, .count = 6, .samples = 100};
    options.effect.faces = 2;
    const std::unique_ptr<JobOf<Discovered>> job = make_discover_job(generator, options);
    std::int64_t before = -1, slices = 0;
    JobProgress progress;
    do {
        progress = job->step();
        EXPECT_GE(progress.done, before);
        before = progress.done;
        ++slices;
    } while (progress.done < progress.total && slices < 100000);
    EXPECT_EQ(progress.done, progress.total);
    const Discovered found = job->value();
    ASSERT_EQ(found.axes.size(), 5u);
    EXPECT_EQ(found.axes[0].id, "mine");
    EXPECT_EQ(found.axes[1].id, "pca-1-1");
    EXPECT_EQ(found.axes[1].name, "PCA 1 (8)");
    EXPECT_EQ(found.axes[1].level, 1);
    for (const Axis& axis : found.axes) EXPECT_GT(axis.effect, 0) << axis.id;
    // Nothing to do is done at once.
    const std::unique_ptr<JobOf<Discovered>> idle = make_discover_job(generator, {});
    progress = idle->step();
    EXPECT_EQ(progress.done, progress.total);
    EXPECT_TRUE(idle->value().axes.empty());
}

}  // namespace
}  // namespace progan
