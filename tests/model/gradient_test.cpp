// The generator forwards and backwards (gradient_generator.h): its pictures against PyTorch's own images, its
// gradients against central differences of a generator that is written out in double.
#include "core/model/cpu/gradient_generator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

#include "core/latent/seeds.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/support/error.h"
#include "core/support/paths.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/tensor_file.h"

namespace progan {
namespace {

using test::error_of;

std::string data_file(const std::string& name) {
    return std::string(PROGAN_TEST_DATA "/") + name;
}

std::vector<const TrainingKernels*> kernels_here() {
    std::vector<const TrainingKernels*> list;
    for (const TrainingKernels* const* kernels = all_training_kernels(); *kernels != nullptr; ++kernels)
        list.push_back(*kernels);
    return list;
}

std::vector<float> normal_values(std::size_t count, unsigned seed) {
    std::mt19937 engine(seed);
    std::normal_distribution<float> normal;
    std::vector<float> result(count);
    for (float& value : result) value = normal(engine);
    return result;
}

/// The specification in double, one loop per formula. Maps are [channel][y][x].
class DoubleGenerator {
  public:
    explicit DoubleGenerator(const Model& model) : model_(model), spec_(model.spec) {}

    /// [side][side][3]
    std::vector<double> picture(const std::vector<double>& latent, int level, double alpha) const {
        std::vector<double> z = latent;
        if (spec_.normalize_latent) normalize(z, 1);
        std::vector<double> map = first(z);
        std::vector<double> below;
        for (int i = 0; i <= level; ++i) {
            const std::string prefix = fmt::format("levels.{}", i);
            if (i == 0) {
                map = layer(map, prefix + ".conv", 4);
            } else {
                map = layer(doubled(map, resolution(i - 1)), prefix + ".conv1", resolution(i));
                map = layer(map, prefix + ".conv2", resolution(i));
            }
            if (i == level - 1 && alpha < 1) below = doubled(to_rgb(map, i), resolution(i));
        }
        const auto pixels = static_cast<std::size_t>(resolution(level) * resolution(level));
        std::vector<double> rgb = alpha > 0 ? to_rgb(map, level) : std::vector<double>(3 * pixels);
        std::vector<double> result(3 * pixels);
        for (std::size_t c = 0; c < 3; ++c)
            for (std::size_t i = 0; i < pixels; ++i) {
                double value = rgb[c * pixels + i] * alpha;
                if (alpha < 1) value += (1 - alpha) * below[c * pixels + i];
                if (level >= spec_.output_activation_from_level) value = output(value);
                result[i * 3 + c] = value;
            }
        return result;
    }

  private:
    const std::vector<float>& values(const std::string& name) const {
        return std::find_if(model_.tensors.begin(), model_.tensors.end(),
                            [&](const WeightTensor& tensor) { return tensor.name == name; })
            ->values;
    }
    double output(double value) const {
        if (spec_.output_activation == OutputActivation::tanh) return std::tanh(value);
        if (spec_.output_activation == OutputActivation::hardtanh) return std::clamp(value, -1.0, 1.0);
        return value;
    }
    /// Pixel norm of maps of `pixels` pixels.
    void normalize(std::vector<double>& map, std::size_t pixels) const {
        const std::size_t channels = map.size() / pixels;
        for (std::size_t i = 0; i < pixels; ++i) {
            double squares = 0;
            for (std::size_t c = 0; c < channels; ++c) squares += map[c * pixels + i] * map[c * pixels + i];
            const double mean = squares / static_cast<double>(channels);
            const double divisor = spec_.epsilon_inside_root ? std::sqrt(mean + spec_.norm_epsilon)
                                                             : std::sqrt(mean) + spec_.norm_epsilon;
            for (std::size_t c = 0; c < channels; ++c) map[c * pixels + i] /= divisor;
        }
    }
    void activate(std::vector<double>& map, std::size_t pixels, bool normalized) const {
        const bool norm = normalized && spec_.norm_placement != NormPlacement::none;
        const bool before = spec_.norm_placement == NormPlacement::before_activation;
        if (norm && before) normalize(map, pixels);
        for (double& value : map)
            if (value < 0) value *= spec_.leaky_slope;
        if (norm && !before) normalize(map, pixels);
    }
    /// Row by row what the file's weight says, in any of the three layouts.
    std::vector<double> first(const std::vector<double>& z) const {
        const std::vector<float>&weight = values("levels.0.first.weight"),
              &bias = values("levels.0.first.bias");
        const std::size_t latent = z.size(), outputs = weight.size() / latent;
        std::vector<double> map(outputs);
        for (std::size_t o = 0; o < outputs; ++o) {
            const std::size_t channel = o / 16, pixel = o % 16;
            double sum = bias[bias.size() == outputs ? o : channel];
            for (std::size_t l = 0; l < latent; ++l) {
                std::size_t at = o * latent + l;
                if (spec_.first_layer == FirstLayer::conv_transpose) at = l * outputs + o;
                // A convolution with padding 3 has its element turned round.
                if (spec_.first_layer == FirstLayer::conv) at = (channel * latent + l) * 16 + 15 - pixel;
                sum += z[l] * weight[at];
            }
            map[o] = sum;
        }
        activate(map, 16, spec_.norm_after_first);
        return map;
    }
    static std::vector<double> doubled(const std::vector<double>& map, int side) {
        const auto s = static_cast<std::size_t>(side), planes = map.size() / (s * s);
        std::vector<double> result(map.size() * 4);
        for (std::size_t p = 0; p < planes; ++p)
            for (std::size_t y = 0; y < 2 * s; ++y)
                for (std::size_t x = 0; x < 2 * s; ++x)
                    result[(p * 2 * s + y) * 2 * s + x] = map[(p * s + y / 2) * s + x / 2];
        return result;
    }
    std::vector<double> layer(const std::vector<double>& map, const std::string& name, int side) const {
        const std::vector<float>&weight = values(name + ".weight"), &bias = values(name + ".bias");
        const int pixels = side * side, in = static_cast<int>(map.size()) / pixels,
                  out = static_cast<int>(bias.size());
        std::vector<double> result(static_cast<std::size_t>(out * pixels));
        for (int o = 0; o < out; ++o)
            for (int y = 0; y < side; ++y)
                for (int x = 0; x < side; ++x) {
                    double sum = bias[static_cast<std::size_t>(o)];
                    for (int k = 0; k < 9; ++k) {
                        const int from_y = y + k / 3 - 1, from_x = x + k % 3 - 1;
                        if (from_y < 0 || from_y >= side || from_x < 0 || from_x >= side) continue;
                        for (int i = 0; i < in; ++i)
                            sum +=
                                static_cast<double>(weight[static_cast<std::size_t>((o * in + i) * 9 + k)]) *
                                map[static_cast<std::size_t>(i * pixels + from_y * side + from_x)];
                    }
                    result[static_cast<std::size_t>(o * pixels + y * side + x)] = sum;
                }
        activate(result, static_cast<std::size_t>(pixels), true);
        return result;
    }
    std::vector<double> to_rgb(const std::vector<double>& map, int level) const {
        const std::vector<float>& weight = values(fmt::format("levels.{}.to_rgb.weight", level));
        const std::vector<float>& bias = values(fmt::format("levels.{}.to_rgb.bias", level));
        const auto pixels = static_cast<std::size_t>(resolution(level) * resolution(level)),
                   channels = map.size() / pixels;
        std::vector<double> result(3 * pixels);
        for (std::size_t k = 0; k < 3; ++k)
            for (std::size_t i = 0; i < pixels; ++i) {
                double sum = bias[k];
                for (std::size_t c = 0; c < channels; ++c)
                    sum += static_cast<double>(weight[k * channels + c]) * map[c * pixels + i];
                result[k * pixels + i] = sum;
            }
        return result;
    }

    const Model& model_;
    const ModelSpec& spec_;
};

/// A model of random weights in the scale that equalized learning rate would give them.
Model random_model(int latent, const std::vector<int>& channels) {
    Model model;
    model.spec.latent_size = latent;
    model.spec.channels = channels;
    model.spec.last_level = static_cast<int>(channels.size()) - 1;
    for (int level = 0; level <= model.spec.last_level; ++level) model.spec.to_rgb_levels.push_back(level);
    unsigned seed = 1;
    for (const TensorShape& needed : required_tensors(model.spec)) {
        std::size_t count = 1;
        for (const std::int64_t size : needed.shape) count *= static_cast<std::size_t>(size);
        const auto fan_in = static_cast<float>(count) / static_cast<float>(needed.shape[0]);
        std::vector<float> values = normal_values(count, seed++);
        for (float& value : values) value *= needed.shape.size() == 1 ? 0.3f : std::sqrt(2 / fan_in);
        model.tensors.push_back({needed.name, needed.shape, std::move(values)});
    }
    return model;
}

/// What the gradient says of a weighted sum of the picture's values, against central differences in double,
/// along each component or, of many, along random directions.
void expect_true_gradients(const Model& model, int level, double alpha) {
    const auto size = static_cast<std::size_t>(model.spec.latent_size);
    const auto values = static_cast<std::size_t>(3 * resolution(level) * resolution(level));
    constexpr std::size_t kFaces = 3;
    const std::vector<float> latents = normal_values(kFaces * size, 5),
                             weights = normal_values(kFaces * values, 6);
    const DoubleGenerator reference(model);
    for (const TrainingKernels* kernels : kernels_here()) {
        SCOPED_TRACE(testing::Message()
                     << kernels->products.name << ", level " << level << ", alpha " << alpha);
        GradientGenerator generator(model, {2, kernels});
        const std::span<const float> pictures = generator.forward(latents, level, alpha);
        ASSERT_EQ(pictures.size(), kFaces * values);
        std::vector<float> gradients(kFaces * size, NAN);
        generator.backward(weights, gradients);
        for (std::size_t face = 0; face < kFaces; ++face) {
            const std::vector<double> z(latents.begin() + static_cast<std::ptrdiff_t>(face * size),
                                        latents.begin() + static_cast<std::ptrdiff_t>((face + 1) * size));
            const auto sum_at = [&](const std::vector<double>& at) {
                const std::vector<double> picture = reference.picture(at, level, alpha);
                double sum = 0;
                for (std::size_t i = 0; i < values; ++i) sum += picture[i] * weights[face * values + i];
                return sum;
            };
            const std::vector<double> exact = reference.picture(z, level, alpha);
            for (std::size_t i = 0; i < values; ++i)
                ASSERT_NEAR(pictures[face * values + i], exact[i], 1e-4) << "value " << i;
            double squares = 0;
            for (std::size_t k = 0; k < size; ++k)
                squares += std::pow(static_cast<double>(gradients[face * size + k]), 2);
            ASSERT_TRUE(std::isfinite(squares));
            for (unsigned direction = 0; direction < 4; ++direction) {
                const std::vector<float> along = normal_values(size, 20 + direction);
                std::vector<double> before = z, after = z;
                double expected = 0, length = 0;
                constexpr double kStep = 1e-6;
                for (std::size_t k = 0; k < size; ++k) {
                    before[k] -= kStep * along[k];
                    after[k] += kStep * along[k];
                    expected += static_cast<double>(gradients[face * size + k]) * along[k];
                    length += static_cast<double>(along[k]) * along[k];
                }
                ASSERT_NEAR(expected, (sum_at(after) - sum_at(before)) / (2 * kStep),
                            2e-4 * std::sqrt(squares * length) + 1e-3)
                    << "face " << face << ", direction " << direction;
            }
        }
    }
}

class GradientVariant : public testing::TestWithParam<const char*> {};

TEST_P(GradientVariant, EqualsCentralDifferencesInDouble) {
    const Model model = load_model(data_file(std::string("variants/") + GetParam() + ".safetensors"));
    expect_true_gradients(model, model.spec.last_level, model.spec.alpha);
}

INSTANTIATE_TEST_SUITE_P(All, GradientVariant,
                         testing::Values("linear_bias_per_position", "linear_bias_per_channel",
                                         "transposed_caller_normalises", "transposed_bias_per_position",
                                         "conv_norm_before_activation", "conv_bias_per_position",
                                         "tanh_from_level_1", "epsilon_outside_root", "no_norm_hardtanh",
                                         "last_head_only", "one_level", "shown_mid_fade"),
                         [](const auto& variant) { return std::string(variant.param); });

TEST(GradientGenerator, EqualsCentralDifferencesOfAnyChannelsAndFadeIn) {
    const Model model = random_model(19, {130, 17, 33, 16});
    for (const auto& [level, alpha] :
         std::vector<std::pair<int, double>>{{0, 1}, {1, 1}, {2, 0.3}, {2, 0}, {3, 1}})
        expect_true_gradients(model, level, alpha);
    Model outside = random_model(7, {20, 12});
    outside.spec.epsilon_inside_root = false;
    outside.spec.norm_epsilon = 0.2;  // so large that leaving it out would be seen
    expect_true_gradients(outside, 1, 1);
    outside.spec.norm_placement = NormPlacement::before_activation;
    expect_true_gradients(outside, 1, 1);
}

TEST(GradientGenerator, ItsPicturesAreTheGenerators) {
    const Model model = load_model(default_model_path());
    const std::unique_ptr<Generator> plain = make_cpu_generator(model, {2});
    GradientGenerator generator(model);
    for (int level = 0; level <= model.spec.last_level; ++level) {
        const Latent z = latent_from_seed(8, 128, SeedMode::numpy);
        const std::vector<float> expected = plain->generate_values(z, level, 1);
        const std::span<const float> found = generator.forward(z, level, 1);
        const std::size_t pixels = expected.size() / 3;
        for (std::size_t i = 0; i < expected.size(); ++i)
            ASSERT_NEAR(found[i], expected[i % 3 * pixels + i / 3], 2e-4) << "level " << level;
    }
}

TEST(GradientGenerator, EqualNumbersForAnyThreadsAndBatch) {
    const Model model = load_model(default_model_path());
    GradientGenerator one(model, {1}), three(model, {3});
    const std::vector<float> latents = normal_values(5 * std::size_t{128}, 1);
    const std::size_t values = 3 * 64 * 64;
    const std::vector<float> weights = normal_values(5 * values, 2);
    const std::span<const float> all = one.forward(latents, 4, 1);
    const std::vector<float> pictures(all.begin(), all.end());
    std::vector<float> gradients(latents.size());
    one.backward(weights, gradients);
    for (std::size_t face = 0; face < 5; ++face) {
        const std::span<const float> alone = three.forward(std::span(latents).subspan(face * 128, 128), 4, 1);
        ASSERT_TRUE(std::equal(alone.begin(), alone.end(),
                               pictures.begin() + static_cast<std::ptrdiff_t>(face * values)));
        std::vector<float> gradient(128);
        three.backward(std::span(weights).subspan(face * values, values), gradient);
        ASSERT_TRUE(std::equal(gradient.begin(), gradient.end(),
                               gradients.begin() + static_cast<std::ptrdiff_t>(face * 128)));
    }
}

TEST(GradientGenerator, AReplacedHeadMakesThePicture) {
    const Model model = random_model(6, {20, 12});
    GradientGenerator generator(model);
    const Latent z = latent_from_seed(1, 6, SeedMode::numpy);
    generator.replace_head(0, {std::vector<float>(60, 0.0f), {0.25f, 0.5f, 0.75f}});
    const std::span<const float> picture = generator.forward(z, 0, 1);
    for (std::size_t i = 0; i < picture.size(); ++i)
        EXPECT_EQ(picture[i], 0.25f * static_cast<float>(i % 3 + 1));
    EXPECT_EQ(error_of([&] {
                  generator.replace_head(1, {std::vector<float>(60), {}});
              }),
              "A to-RGB head of level 1 has 60 weights, but must have 36.");
}

TEST(GradientGenerator, RefusesWhatItCannotDoInOneSentence) {
    const Model model = random_model(6, {20, 12});
    GradientGenerator generator(model);
    std::vector<float> gradients(6);
    EXPECT_EQ(error_of([&] { generator.backward(std::vector<float>(48), gradients); }),
              "The gradients by 48 values do not belong to the 0 of the pictures made last.");
    EXPECT_EQ(error_of([&] { generator.forward(Latent(7), 1, 1); }),
              "The latent has 7 components, but the model takes 6.");
    EXPECT_EQ(error_of([&] { generator.forward(Latent(6), 2, 1); }),
              "The model has only levels 0 to 1, not 2.");
    EXPECT_NE(error_of([&] { generator.forward(Latent(6), 1, std::nan("")); }).find("between 0 and 1"),
              std::string::npos);
    Model broken = model;
    broken.tensors[2].shape[0] = 19;
    EXPECT_EQ(
        error_of([&] { GradientGenerator{broken}; }),
        "The model's tensor levels.0.conv.weight has shape [19, 20, 3, 3], but must have [20, 20, 3, 3].");
}

}  // namespace
}  // namespace progan
