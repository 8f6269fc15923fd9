// One training step against plain PyTorch in double precision (tests/data/make_training_references.py):
// progressive growing, minibatch standard deviation, equalized learning rate, pixel norm, both losses with
// their second-order penalties, Adam and the moving average.
#include "core/train/torch_trainer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "core/latent/seeds.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/support/paths.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/tensor_file.h"

namespace progan {
namespace {

using test::error_of;

struct Case {
    const char* name;
    Loss loss;
    int level;
    double alpha;
    std::int64_t step;
    double augment = 0;
};

void PrintTo(const Case& tested, std::ostream* out) {
    *out << tested.name;
}

TrainConfiguration configuration_of(Loss loss) {
    TrainConfiguration configuration;
    configuration.resolution = 16;
    configuration.latent_size = 5;
    configuration.channels = {6, 5, 4};
    configuration.batches = {8};
    configuration.learning_rates = {0.002};
    configuration.loss = loss;
    configuration.r1_gammas = {0.7};
    configuration.seed = 11;
    configuration.ema_half_life = 8 * std::log(0.5) / std::log(0.9);  // a decay of 0.9 per step
    return configuration;
}

class OneStep : public testing::TestWithParam<Case> {};

/// What trainers that begin while it lives compute with on a processor.
class Kernels {
  public:
    explicit Kernels(const char* name) {
        setenv("PROGAN_TRAINING_KERNELS", name, 1);  // NOLINT(concurrency-mt-unsafe)
    }
    ~Kernels() { unsetenv("PROGAN_TRAINING_KERNELS"); }  // NOLINT(concurrency-mt-unsafe)
    Kernels(const Kernels&) = delete;
    Kernels& operator=(const Kernels&) = delete;
};

TEST_P(OneStep, EqualsPlainPyTorch) {
    const Kernels exact("float32");
    const Case& tested = GetParam();
    const auto reference =
        test::read_tensor_file(std::string(PROGAN_TEST_DATA "/training/") + tested.name + ".safetensors");
    TorchTrainer trainer(find_torch_library(), configuration_of(tested.loss), "cpu");
    TrainerState state = trainer.state();
    for (WeightTensor& tensor : state.tensors) {
        std::string name = tensor.name;
        if (name.starts_with("average.")) name = "generator." + name.substr(8);
        const auto found = reference.find("before." + name);
        if (found != reference.end()) {
            ASSERT_EQ(tensor.shape, found->second.shape) << name;
            tensor.values = found->second.values;
        }
    }
    trainer.restore(state);
    std::vector<std::uint8_t> reals;
    for (const float value : reference.at("reals").values) reals.push_back(static_cast<std::uint8_t>(value));

    SchedulePoint position;
    position.level = tested.level;
    position.alpha = tested.alpha;
    position.batch = 8;
    const Losses losses = trainer.step(position, tested.step, reals, tested.augment);
    const std::vector<float>& expected = reference.at("losses").values;
    EXPECT_NEAR(losses.generator, expected[0], 2e-5);
    EXPECT_NEAR(losses.discriminator, expected[1], 2e-5);
    EXPECT_NEAR(losses.real_score, expected[2], 2e-5);
    EXPECT_NEAR(losses.fake_score, expected[3], 2e-5);
    EXPECT_NEAR(losses.penalty, expected[4], 1e-4 * std::max(1.0f, expected[4]));
    EXPECT_EQ(losses.real_sign, expected[5]);

    int compared = 0;
    for (const WeightTensor& tensor : trainer.state().tensors) {
        const bool is_moment = tensor.name.find("_second_moment.") != std::string::npos;
        if (is_moment) {
            std::string name = tensor.name;
            name.erase(name.find("_second_moment"), std::string("_second_moment").size());
            const std::vector<float>& gradient = reference.at("gradient." + name).values;
            const float largest =
                std::abs(*std::max_element(gradient.begin(), gradient.end(),
                                           [](float a, float b) { return std::abs(a) < std::abs(b); }));
            for (std::size_t i = 0; i < gradient.size(); ++i)  // the moment is 0.01 times its square
                ASSERT_NEAR(std::sqrt(tensor.values[i] / 0.01f), std::abs(gradient[i]),
                            2e-4f * largest + 1e-7f)
                    << name << " " << i;
            ++compared;
        } else {
            const std::vector<float>& after = reference.at("after." + tensor.name).values;
            std::string network = tensor.name;
            if (network.starts_with("average.")) network = "generator." + network.substr(8);
            const std::vector<float>& gradient = reference.at("gradient." + network).values;
            for (std::size_t i = 0; i < after.size(); ++i) {
                if (gradient[i] != 0 && std::abs(gradient[i]) < 1e-5f)
                    continue;  // Adam goes by its sign alone
                ASSERT_NEAR(tensor.values[i], after[i], 1e-5) << tensor.name << " " << i;
            }
            ++compared;
        }
    }
    EXPECT_EQ(compared, static_cast<int>(state.tensors.size()));
}

INSTANTIATE_TEST_SUITE_P(TorchTrainer, OneStep,
                         testing::Values(Case{"first_level", Loss::logistic_r1, 0, 1, 0},
                                         Case{"r1_fading", Loss::logistic_r1, 2, 0.3, 32},
                                         Case{"without_r1", Loss::logistic_r1, 1, 1, 33},
                                         Case{"wgan_fading", Loss::wgan_gp, 1, 0.6, 7},
                                         Case{"wgan_whole", Loss::wgan_gp, 2, 1, 8},
                                         Case{"r1_augmented", Loss::logistic_r1, 2, 0.7, 48, 0.8},
                                         Case{"wgan_augmented", Loss::wgan_gp, 1, 1, 9, 0.6}),
                         [](const auto& tested) { return std::string(tested.param.name); });

struct KernelsCase {
    Loss loss;
    std::vector<int> channels;
    int level;
    double alpha;
    int batch;
    double augment = 0;
};

void PrintTo(const KernelsCase& tested, std::ostream* to) {
    *to << (tested.loss == Loss::wgan_gp ? "WGAN-GP" : "logistic") << ", channels";
    for (const int channels : tested.channels) *to << " " << channels;
    *to << ", level " << tested.level << ", alpha " << tested.alpha << ", batch " << tested.batch
        << ", augmented " << tested.augment;
}

class OwnKernels : public testing::TestWithParam<KernelsCase> {
  protected:
    /// The state after one step with penalties.
    static std::map<std::string, std::vector<float>> after_step(const char* kernels) {
        const Kernels chosen(kernels);
        const KernelsCase& tested = GetParam();
        TrainConfiguration configuration = configuration_of(tested.loss);
        configuration.resolution = 4 << (tested.channels.size() - 1);
        configuration.channels = tested.channels;
        configuration.batches = {tested.batch};
        TorchTrainer trainer(find_torch_library(), configuration, "cpu");
        SchedulePoint position;
        position.level = tested.level;
        position.alpha = tested.alpha;
        position.batch = tested.batch;
        const int side = 4 << tested.level;
        std::vector<std::uint8_t> reals(static_cast<std::size_t>(tested.batch * side * side * 3));
        std::mt19937 engine(3);
        for (std::uint8_t& value : reals) value = static_cast<std::uint8_t>(engine());
        const Losses losses = trainer.step(position, 0, reals, tested.augment);
        std::map<std::string, std::vector<float>> result;
        const auto number = [](double value) { return static_cast<float>(value); };
        result["losses"] = {number(losses.generator), number(losses.discriminator), number(losses.real_score),
                            number(losses.fake_score), number(losses.penalty)};
        for (const WeightTensor& tensor : trainer.state().tensors) result[tensor.name] = tensor.values;
        return result;
    }
};

/// Over channel counts with and without padding, of one group of channels and of several, batches and alphas.
TEST_P(OwnKernels, EqualLibTorchs) {
    const auto own = after_step("float32"), expected = after_step("libtorch");
    ASSERT_EQ(own.size(), expected.size());
    for (std::size_t i = 0; i < 5; ++i) {
        const float value = expected.at("losses")[i];
        EXPECT_NEAR(own.at("losses")[i], value, 1e-4f * std::max(1.0f, std::abs(value))) << i;
    }
    for (const auto& [name, values] : expected) {
        if (name.find("_second_moment.") == std::string::npos) continue;  // 0.01 times the gradient's square
        const float largest = std::sqrt(*std::max_element(values.begin(), values.end()));
        for (std::size_t i = 0; i < values.size(); ++i)
            ASSERT_NEAR(std::sqrt(own.at(name)[i]), std::sqrt(values[i]), 1e-3f * largest + 1e-7f)
                << name << " " << i;
    }
}

INSTANTIATE_TEST_SUITE_P(TorchTrainer, OwnKernels,
                         testing::Values(KernelsCase{Loss::logistic_r1, {16}, 0, 1, 8},
                                         KernelsCase{Loss::logistic_r1, {32, 16}, 1, 0.4, 16},
                                         KernelsCase{Loss::logistic_r1, {16, 48, 17, 16}, 3, 1, 4},
                                         KernelsCase{Loss::logistic_r1, {160, 144, 20}, 2, 0.9, 8},
                                         KernelsCase{Loss::wgan_gp, {48, 160}, 1, 1, 12},
                                         KernelsCase{Loss::wgan_gp, {5, 32, 16}, 2, 0.2, 4},
                                         KernelsCase{Loss::wgan_gp, {7, 9, 11, 13}, 3, 0.7, 2},
                                         KernelsCase{Loss::logistic_r1, {16, 16, 16}, 2, 0.5, 8, 0.8},
                                         KernelsCase{Loss::wgan_gp, {16, 16}, 1, 1, 4, 0.5}));

class OwnKernelsInBfloat16 : public OwnKernels {};

/// Factors are off by 1/512 at most, Winograd's large tiles make five times that of it, and from layer to
/// layer it adds up: gradients by weights come out 3 to 9 % off. Where the processor has no such products,
/// they are those of float32.
TEST_P(OwnKernelsInBfloat16, ComeCloseToFloat32s) {
    const auto own = after_step("bfloat16"), expected = after_step("float32");
    for (std::size_t i = 0; i < 5; ++i) {
        const float value = expected.at("losses")[i];
        EXPECT_NEAR(own.at("losses")[i], value, 0.02f * std::max(1.0f, std::abs(value))) << i;
    }
    for (const char* const network : {"generator", "discriminator"}) {
        double differences = 0, sizes = 0;
        for (const auto& [name, values] : expected) {
            if (name.find(std::string(network) + "_second_moment.") == std::string::npos) continue;
            for (std::size_t i = 0; i < values.size(); ++i) {
                const double difference = std::sqrt(own.at(name)[i]) - std::sqrt(values[i]);
                differences += difference * difference;
                sizes += values[i];
            }
        }
        EXPECT_GT(sizes, 0);
        EXPECT_LT(std::sqrt(differences / sizes), 0.15) << network;
    }
}

INSTANTIATE_TEST_SUITE_P(TorchTrainer, OwnKernelsInBfloat16,
                         testing::Values(KernelsCase{Loss::logistic_r1, {32, 16}, 1, 0.4, 16},
                                         KernelsCase{Loss::logistic_r1, {160, 144, 20}, 2, 0.9, 8},
                                         KernelsCase{Loss::logistic_r1, {48, 48, 32, 17}, 3, 1, 16},
                                         KernelsCase{Loss::wgan_gp, {48, 160}, 1, 1, 12}));

/// What both penalties are made of.
TEST(TorchTrainer, TheImageGradientEqualsFiniteDifferences) {
    TorchTrainer trainer(find_torch_library(), configuration_of(Loss::logistic_r1), "cpu");
    std::vector<Image> pictures;
    for (int i = 0; i < 4; ++i) {
        Image picture(16, 16);
        for (std::size_t k = 0; k < picture.rgb.size(); ++k)
            picture.rgb[k] = static_cast<std::uint8_t>(60 + (k * 7 + static_cast<std::size_t>(i) * 31) % 130);
        pictures.push_back(picture);
    }
    std::vector<float> gradient(4 * 3 * 16 * 16);
    trainer.scores(pictures, 2, 0.5, gradient);
    const auto sum_of = [&] {
        double sum = 0;
        for (const float score : trainer.scores(pictures, 2, 0.5)) sum += score;
        return sum;
    };
    double error = 0, size = 0;
    for (std::size_t k = 0; k < 60; ++k) {
        const std::size_t picture = k % 4, pixel = k * 4 % 256, channel = k % 3;
        std::uint8_t& value = pictures[picture].rgb[pixel * 3 + channel];
        constexpr int kStep = 2;
        value = static_cast<std::uint8_t>(value + kStep);
        const double above = sum_of();
        value = static_cast<std::uint8_t>(value - 2 * kStep);
        const double below = sum_of();
        value = static_cast<std::uint8_t>(value + kStep);
        const double measured = (above - below) / (2 * kStep / 127.5);
        const double computed = gradient[(picture * 3 + channel) * 256 + pixel];
        error += (measured - computed) * (measured - computed);
        size += computed * computed;
    }
    EXPECT_GT(size, 0);
    EXPECT_LT(std::sqrt(error / size), 0.03);
}

TEST(TorchTrainer, ItsModelMakesItsFaces) {
    TorchTrainer trainer(find_torch_library(), configuration_of(Loss::logistic_r1), "cpu");
    SchedulePoint position;
    position.level = 2;
    position.alpha = 0.4;
    const Model model = trainer.model(position);
    EXPECT_EQ(model.spec.last_level, 2);
    EXPECT_EQ(model.spec.alpha, 0.4);
    const std::unique_ptr<Generator> generator = make_cpu_generator(model);
    std::vector<Latent> latents{latent_from_seed(1, 5, SeedMode::numpy),
                                latent_from_seed(2, 5, SeedMode::numpy)};
    const std::vector<Image> faces = trainer.faces(latents, 2, 0.4);
    for (std::size_t i = 0; i < 2; ++i) {
        const Image face = generator->generate(latents[i], 2, 0.4);
        for (std::size_t k = 0; k < face.rgb.size(); ++k) ASSERT_NEAR(face.rgb[k], faces[i].rgb[k], 1);
    }
}

TEST(TorchTrainer, SaysWhatIsWrong) {
    EXPECT_NE(error_of([] {
                  TorchTrainer trainer(find_torch_library(), configuration_of(Loss::logistic_r1), "cuda:99");
              }).find("CUDA"),
              std::string::npos);
    TorchTrainer trainer(find_torch_library(), configuration_of(Loss::logistic_r1), "cpu");
    TrainerState state = trainer.state();
    state.tensors.erase(state.tensors.begin());
    EXPECT_NE(
        error_of([&] { trainer.restore(state); }).find("lacks the tensor average.levels.0.first.weight"),
        std::string::npos);
}

}  // namespace
}  // namespace progan
