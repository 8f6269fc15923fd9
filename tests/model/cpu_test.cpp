// The program's own kernels against sums written out in double, and the whole generator against LibTorch's,
// for every instruction set of this processor, over odd sizes, batches and channel counts.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "core/latent/seeds.h"
#include "core/model/cpu/convolution.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/model/devices/local_backend.h"
#include "core/model/devices/torch_backend.h"
#include "core/support/paths.h"

namespace progan {
namespace {

std::vector<const Kernels*> kernels_here() {
    std::vector<const Kernels*> list;
    for (const Kernels* const* kernels = all_cpu_kernels(); *kernels != nullptr; ++kernels)
        list.push_back(*kernels);
    return list;
}

class Random {
  public:
    explicit Random(unsigned seed) : engine_(seed) {}
    float operator()() { return normal_(engine_); }
    std::vector<float> values(std::size_t count, float scale = 1) {
        std::vector<float> result(count);
        for (float& value : result) value = scale * (*this)();
        return result;
    }

  private:
    std::mt19937 engine_;
    std::normal_distribution<float> normal_;
};

struct Shape {
    Convolution::Input input;
    int images, side, in, out;
};
void PrintTo(const Shape& shape, std::ostream* out) {
    *out << (shape.input == Convolution::Input::upsampled ? "upsampled " : "") << shape.images << " x "
         << shape.side << " x " << shape.side << ", " << shape.in << " to " << shape.out << " channels";
}

/// One result before bias: the sum over input channels and the 3x3 neighborhood.
double convolved(const Features& in, const std::vector<float>& weight, Convolution::Input input, int image,
                 int o, int y, int x) {
    const int factor = input == Convolution::Input::upsampled ? 2 : 1, side = in.side * factor;
    const FeatureMap map = in.image(image);
    double sum = 0;
    for (int ky = -1; ky <= 1; ++ky)
        for (int kx = -1; kx <= 1; ++kx) {
            if (y + ky < 0 || y + ky >= side || x + kx < 0 || x + kx >= side) continue;
            const int pixel = (y + ky) / factor * in.side + (x + kx) / factor;
            for (int i = 0; i < in.channels; ++i)
                sum += static_cast<double>(map.values[pixel * map.channels + i]) * map.scales[pixel] *
                       weight[static_cast<std::size_t>(((o * in.channels + i) * 3 + ky + 1) * 3 + kx + 1)];
        }
    return sum;
}

class ConvolutionTest : public testing::TestWithParam<Shape> {};

TEST_P(ConvolutionTest, EqualsTheSumWrittenOut) {
    const Shape shape = GetParam();
    Random random(7);
    Features in;
    in.resize(shape.images, shape.side, shape.in);
    in.values.fill_with_zeros();
    const std::size_t pixels = in.pixels(), lanes = static_cast<std::size_t>(padded(shape.in));
    for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
        in.scales.data()[pixel] = 0.5f + std::abs(random());
        for (std::size_t i = 0; i < static_cast<std::size_t>(shape.in); ++i)
            in.values.data()[pixel * lanes + i] = random();
    }
    const std::vector<float> weight = random.values(static_cast<std::size_t>(shape.in * shape.out * 9),
                                                    1 / std::sqrt(9.0f * static_cast<float>(shape.in)));
    const std::vector<float> bias = random.values(static_cast<std::size_t>(shape.out));
    ModelSpec spec;
    spec.leaky_slope = 0.3;
    for (const Kernels* kernels : kernels_here())
        for (const int threads : {1, 3}) {
            ThreadPool pool(threads);
            const Convolution convolution(*kernels, pool, spec, shape.input, shape.side, shape.in, shape.out,
                                          weight, bias);
            Workspace workspace;
            Features out;
            convolution.run(pool, workspace, in, out);
            ASSERT_EQ(out.side, shape.input == Convolution::Input::upsampled ? 2 * shape.side : shape.side);
            double worst = 0, worst_scale = 0;
            for (int image = 0; image < shape.images; ++image)
                for (int y = 0; y < out.side; ++y)
                    for (int x = 0; x < out.side; ++x) {
                        const FeatureMap map = out.image(image);
                        const int pixel = y * out.side + x;
                        double squares = 0;
                        for (int o = 0; o < shape.out; ++o) {
                            double value = convolved(in, weight, shape.input, image, o, y, x) +
                                           bias[static_cast<std::size_t>(o)];
                            if (value < 0) value *= 0.3;
                            squares += value * value;
                            worst = std::max(worst, std::abs(value - map.values[pixel * map.channels + o]));
                        }
                        const double scale = 1 / std::sqrt(squares / shape.out + 1e-8);
                        worst_scale = std::max(worst_scale, std::abs(map.scales[pixel] / scale - 1));
                    }
            EXPECT_LT(worst, 3e-5) << kernels->name << ", " << threads << " threads";
            EXPECT_LT(worst_scale, 1e-3) << kernels->name << ", " << threads << " threads";
        }
}

constexpr auto kSame = Convolution::Input::same, kUpsampled = Convolution::Input::upsampled;
INSTANTIATE_TEST_SUITE_P(Shapes, ConvolutionTest,
                         testing::Values(Shape{kSame, 1, 4, 1, 1}, Shape{kSame, 3, 4, 17, 33},
                                         Shape{kSame, 1, 8, 40, 16}, Shape{kSame, 2, 8, 5, 150},
                                         Shape{kSame, 1, 16, 33, 47}, Shape{kSame, 5, 16, 16, 16},
                                         Shape{kSame, 1, 32, 7, 130}, Shape{kSame, 1, 64, 18, 9},
                                         Shape{kUpsampled, 1, 4, 1, 2}, Shape{kUpsampled, 3, 4, 31, 65},
                                         Shape{kUpsampled, 1, 8, 16, 16}, Shape{kUpsampled, 2, 8, 9, 140},
                                         Shape{kUpsampled, 1, 16, 50, 3}, Shape{kUpsampled, 1, 32, 19, 34}));

TEST(KernelsTest, MultiplySumsEveryRowAndColumn) {
    Random random(3);
    for (const Kernels* kernels : kernels_here())
        for (const int rows : {1, 2, 5, 11, 12, 13, 23, 25, 49})
            for (const int depth : {1, 16, 37})
                for (int columns = kLanes; columns <= kernels->panel; columns += kernels->panel - kLanes) {
                    const auto row = static_cast<std::size_t>(depth + 3),
                               width = static_cast<std::size_t>(columns);
                    const std::vector<float> a = random.values(static_cast<std::size_t>(rows) * row);
                    AlignedBuffer panel(static_cast<std::size_t>(depth) * width);
                    std::generate_n(panel.data(), panel.size(), [&] { return random(); });
                    AlignedBuffer c(static_cast<std::size_t>(rows) * width);
                    kernels->multiply(a.data(), depth + 3, rows, panel.data(), depth, columns, c.data(),
                                      columns);
                    for (std::size_t r = 0; r < static_cast<std::size_t>(rows); ++r)
                        for (std::size_t o = 0; o < width; ++o) {
                            double sum = 0;
                            for (std::size_t k = 0; k < static_cast<std::size_t>(depth); ++k)
                                sum += static_cast<double>(a[r * row + k]) * panel.data()[k * width + o];
                            ASSERT_NEAR(c.data()[r * width + o], sum, 1e-4) << kernels->name << " " << rows;
                        }
                    if (kernels->panel == kLanes) break;
                }
}

/// A model of random weights in the scale that equalized learning rate would give them.
Model random_model(int latent, const std::vector<int>& channels) {
    Random random(11);
    Model model;
    model.spec.latent_size = latent;
    model.spec.channels = channels;
    model.spec.last_level = static_cast<int>(channels.size()) - 1;
    for (int level = 0; level <= model.spec.last_level; ++level) model.spec.to_rgb_levels.push_back(level);
    for (const TensorShape& needed : required_tensors(model.spec)) {
        std::size_t count = 1;
        for (const std::int64_t size : needed.shape) count *= static_cast<std::size_t>(size);
        const auto fan_in = static_cast<float>(count) / static_cast<float>(needed.shape[0]);
        const bool is_bias = needed.shape.size() == 1;
        model.tensors.push_back(
            {needed.name, needed.shape, random.values(count, is_bias ? 0.3f : std::sqrt(2 / fan_in))});
    }
    return model;
}

double largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
    EXPECT_EQ(a.size(), b.size());
    double worst = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        const double difference = std::abs(static_cast<double>(a[i]) - b[i]);
        if (!(difference <= worst)) worst = difference;
    }
    return worst;
}

TEST(CpuGenerator, EqualsLibTorchAtEveryLevel) {
    const std::unique_ptr<Backend> torch = open_torch_backend(find_torch_library());
    for (const auto& [latent, channels] : std::vector<std::pair<int, std::vector<int>>>{
             {512, {160, 96, 64, 33}}, {3, {48}}, {19, {130, 17, 40, 72, 16, 24}}}) {
        const Model model = random_model(latent, channels);
        const std::unique_ptr<Generator> reference = torch->create(model, "cpu");
        for (const Kernels* kernels : kernels_here()) {
            const std::unique_ptr<Generator> ours = make_cpu_generator(model, {2, kernels});
            const Latent z = latent_from_seed(5, static_cast<std::size_t>(latent), SeedMode::numpy);
            for (int level = 0; level <= model.spec.last_level; ++level)
                for (const double alpha : {1.0, 0.3, 0.0}) {
                    if (level == 0 && alpha < 1) continue;
                    EXPECT_LT(largest_difference(ours->generate_values(z, level, alpha),
                                                 reference->generate_values(z, level, alpha)),
                              1e-4)
                        << kernels->name << ", level " << level << ", alpha " << alpha;
                }
        }
    }
}

TEST(CpuGenerator, ThreadsDoNotChangeAPixel) {
    const Model model = load_model(default_model_path());
    const Latent z = latent_from_seed(15, 128, SeedMode::numpy);
    const std::vector<float> one = make_cpu_generator(model, {1, nullptr})->generate_values(z, 5, 1);
    for (const int threads : {2, 3, 8})
        EXPECT_EQ(make_cpu_generator(model, {threads, nullptr})->generate_values(z, 5, 1), one) << threads;
}

TEST(CpuGenerator, AnEmptiedModelMakesTheSameFace) {
    Model model = load_model(default_model_path());
    const Latent z = latent_from_seed(15, 128, SeedMode::numpy);
    const Image face = make_cpu_generator(model)->generate(z, 5, 1);
    EXPECT_EQ(make_cpu_generator(std::move(model))->generate(z, 5, 1), face);
    // NOLINTNEXTLINE(bugprone-use-after-move): what is left is what is tested
    EXPECT_TRUE(model.tensors[0].values.empty());
}

TEST(CpuGenerator, ABatchIsItsFaces) {
    const Model model = random_model(19, {70, 40, 30, 20});
    const std::unique_ptr<Generator> generator = make_cpu_generator(model, {2, nullptr});
    std::vector<Latent> latents;
    for (std::uint32_t seed = 0; seed < 5; ++seed)
        latents.push_back(latent_from_seed(seed, 19, SeedMode::numpy));
    for (const double alpha : {1.0, 0.4, 0.0}) {
        const std::vector<Image> batch = generator->generate_batch(latents, 3, alpha);
        ASSERT_EQ(batch.size(), latents.size());
        for (std::size_t i = 0; i < latents.size(); ++i)
            EXPECT_EQ(batch[i], generator->generate(latents[i], 3, alpha)) << i << " alpha " << alpha;
    }
    EXPECT_TRUE(generator->generate_batch({}, 3, 1).empty());
}

TEST(CpuGenerator, NoLatentLeavesATraceInTheNext) {
    const std::unique_ptr<Generator> generator = make_cpu_generator(load_model(default_model_path()));
    const Latent z = latent_from_seed(15, 128, SeedMode::numpy),
                 other = latent_from_seed(3, 128, SeedMode::numpy);
    const Image face = generator->generate(z, 5, 1);
    generator->generate(other, 2, 0.5);
    generator->generate(Latent(128, std::nanf("")), 5, 1);
    EXPECT_EQ(generator->generate(z, 5, 1), face);
}

TEST(MachineBackend, HasTheCpuFirstAndLibTorchsLast) {
    const std::unique_ptr<Backend> backend = open_local_backend();
    EXPECT_EQ(backend->devices().front().id, "cpu");
    EXPECT_EQ(backend->devices().back().id, "torch-cpu");
    EXPECT_NE(backend->version().find("own kernels"), std::string::npos);
    const Model model = load_model(default_model_path());
    const Latent z = latent_from_seed(15, 128, SeedMode::numpy);
    EXPECT_LT(largest_difference(backend->create(model, "cpu")->generate_values(z, 5, 1),
                                 backend->create(model, "torch-cpu")->generate_values(z, 5, 1)),
              1e-4);
    EXPECT_NE(backend->version().find("LibTorch"), std::string::npos);
}

}  // namespace
}  // namespace progan
