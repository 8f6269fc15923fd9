// The real generators, LibTorch's through the real shared library and our own, against images that PyTorch
// computed (tests/data/make_generator_references.py). Tests named _CUDA run only where there is a CUDA
// device.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/latent/seeds.h"
#include "core/model/backend.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/model/torch_backend.h"
#include "core/support/error.h"
#include "core/support/paths.h"
#include "tests/model/tensor_file.h"
#include "tests/support/error_of.h"

namespace progan {
namespace {

using test::error_of;

Backend& backend() {
    static const std::unique_ptr<Backend> opened = open_torch_backend(find_torch_library());
    return *opened;
}

/// LibTorch's and ours of every instruction set that this processor has, by name.
std::vector<std::pair<std::string, std::unique_ptr<Generator>>> cpu_generators(const Model& model) {
    std::vector<std::pair<std::string, std::unique_ptr<Generator>>> result;
    result.emplace_back("LibTorch", backend().create(model, "cpu"));
    for (const Kernels* const* kernels = all_cpu_kernels(); *kernels != nullptr; ++kernels)
        result.emplace_back((*kernels)->name, make_cpu_generator(model, {2, *kernels}));
    return result;
}

std::string cuda_device() {
    for (const Device& device : backend().devices())
        if (device.id.starts_with("cuda:")) return device.id;
    return {};
}

std::string data_file(const std::string& name) {
    return std::string(PROGAN_TEST_DATA "/") + name;
}

std::span<const float> row(const WeightTensor& tensor, std::size_t index) {
    const std::size_t size = tensor.values.size() / static_cast<std::size_t>(tensor.shape[0]);
    return std::span(tensor.values).subspan(index * size, size);
}

double max_difference(std::span<const float> a, std::span<const float> b) {
    EXPECT_EQ(a.size(), b.size());
    double worst = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        const double difference = std::abs(static_cast<double>(a[i]) - b[i]);
        if (!(difference <= worst)) worst = difference;  // a NaN stays
    }
    return worst;
}

/// Generates every image the reference file has; returns how many, and requires each to be near.
int compare_with_reference(Generator* generator, const std::string& reference_file, double tolerance) {
    const auto reference = test::read_tensor_file(reference_file);
    const WeightTensor& z = reference.at("z");
    int images = 0;
    for (const auto& [name, expected] : reference) {
        int level = 0;
        double alpha = 0;
        if (std::sscanf(name.c_str(), "level %d alpha %lf", &level, &alpha) != 2) continue;
        for (std::size_t i = 0; i < static_cast<std::size_t>(z.shape[0]); ++i, ++images)
            EXPECT_LT(max_difference(generator->generate_values(row(z, i), level, alpha), row(expected, i)),
                      tolerance)
                << reference_file << ", " << name << ", latent " << i;
    }
    return images;
}

TEST(DefaultModel, ReproducesTheImagesOfItsTrainingRun) {
    for (const auto& [name, generator] : cpu_generators(load_model(default_model_path()))) {
        SCOPED_TRACE(name);
        EXPECT_EQ(compare_with_reference(generator.get(), data_file("default_reference.safetensors"), 1e-4),
                  3 * 6);
    }
}

TEST(DefaultModel, ReproducesTheImagesOfItsTrainingRun_CUDA) {
    const std::string device = cuda_device();
    if (device.empty()) GTEST_SKIP() << "no CUDA device";
    const std::unique_ptr<Generator> generator = backend().create(load_model(default_model_path()), device);
    EXPECT_EQ(compare_with_reference(generator.get(), data_file("default_reference.safetensors"), 1e-3),
              3 * 6);
}

TEST(DefaultModel, NamesItsLicenceAndCredit) {
    const Model model = load_model(default_model_path());
    EXPECT_EQ(model.spec.licence, "CC BY 4.0");
    EXPECT_NE(model.spec.credit.find("\"ToonHead\" by Johan Melin (johanmelin.com)"), std::string::npos);
    EXPECT_EQ(model.spec.channels, (std::vector<int>{96, 96, 64, 32, 16}));
}

class Variant : public testing::TestWithParam<const char*> {};

/// The references are in double; with so few channels pixel norm magnifies fp32's rounding to about 3e-5.
TEST_P(Variant, EqualsPyTorchsOwnLayers) {
    const std::string name = std::string("variants/") + GetParam();
    for (const auto& [kind, generator] : cpu_generators(load_model(data_file(name + ".safetensors")))) {
        SCOPED_TRACE(kind);
        EXPECT_GE(compare_with_reference(generator.get(), data_file(name + ".reference.safetensors"), 1e-4),
                  2);
    }
}

INSTANTIATE_TEST_SUITE_P(All, Variant,
                         testing::Values("linear_bias_per_position", "linear_bias_per_channel",
                                         "transposed_caller_normalises", "transposed_bias_per_position",
                                         "conv_norm_before_activation", "conv_bias_per_position",
                                         "tanh_from_level_1", "epsilon_outside_root", "no_norm_hardtanh",
                                         "last_head_only", "one_level", "shown_mid_fade"),
                         [](const auto& variant) { return std::string(variant.param); });

TEST(Generator, EqualInputGivesByteEqualPixels) {
    const Model model = load_model(default_model_path());
    const Latent z = latent_from_seed(21, 128, SeedMode::numpy);
    auto firsts = cpu_generators(model), others = cpu_generators(model);
    for (std::size_t i = 0; i < firsts.size(); ++i) {
        others[i].second->generate(latent_from_seed(3, 128, SeedMode::numpy), 2, 0.5);
        EXPECT_EQ(firsts[i].second->generate(z, 4, 1), others[i].second->generate(z, 4, 1))
            << firsts[i].first;
    }
}

TEST(Generator, EightBitIsTheClampedAndRoundedValue) {
    for (const auto& [kind, generator] : cpu_generators(load_model(default_model_path()))) {
        SCOPED_TRACE(kind);
        const Latent z = latent_from_seed(7, 128, SeedMode::numpy);
        const std::vector<float> values = generator->generate_values(z, 4, 0.5);
        const Image image = generator->generate(z, 4, 0.5);
        const std::size_t pixels = 64 * 64;
        for (std::size_t i = 0; i < pixels; ++i)
            for (std::size_t c = 0; c < 3; ++c) {
                const double exact =
                    (std::clamp(static_cast<double>(values[c * pixels + i]), -1.0, 1.0) + 1) * 127.5;
                ASSERT_LE(std::abs(image.rgb[i * 3 + c] - exact), 0.5 + 1e-4)
                    << "pixel " << i << ", channel " << c;
            }
    }
}

TEST(Generator, OnlyTheDirectionOfTheLatentCounts) {
    for (const auto& [kind, generator] : cpu_generators(load_model(default_model_path()))) {
        SCOPED_TRACE(kind);
        const Latent z = latent_from_seed(5, 128, SeedMode::numpy);
        Latent longer = z;
        for (float& component : longer) component *= 4;
        EXPECT_LT(
            max_difference(generator->generate_values(z, 4, 1), generator->generate_values(longer, 4, 1)),
            1e-5);
    }
}

TEST(Generator, DifferentSeedsGiveDifferentFaces) {
    for (const auto& [kind, generator] : cpu_generators(load_model(default_model_path()))) {
        SCOPED_TRACE(kind);
        std::vector<Image> faces;
        for (std::uint32_t seed = 1; seed <= 25; ++seed)
            faces.push_back(generator->generate(latent_from_seed(seed, 128, SeedMode::numpy), 4, 1));
        for (std::size_t i = 0; i < faces.size(); ++i)
            for (std::size_t j = 0; j < i; ++j) EXPECT_NE(faces[i], faces[j]) << i + 1 << " and " << j + 1;
    }
}

TEST(Generator, RefusesWhatItCannotDoInOneSentence) {
    for (const auto& [kind, generator] : cpu_generators(load_model(default_model_path()))) {
        SCOPED_TRACE(kind);
        const Latent z(128, 1.0f);
        EXPECT_EQ(error_of([&] { generator->generate(Latent(64, 1.0f), 4, 1); }),
                  "A latent of 64 components was given to a model that takes 128.");
        EXPECT_EQ(error_of([&] { generator->generate(z, 5, 1); }),
                  "Level 5 was asked for, but the model has levels 0 to 4.");
        EXPECT_NE(error_of([&] { generator->generate(z, 4, 1.5); }).find("lies in 0 to 1"),
                  std::string::npos);
        EXPECT_NE(error_of([&] { generator->generate(z, 4, std::nan("")); }).find("lies in 0 to 1"),
                  std::string::npos);
    }
    const Model headless = load_model(data_file("variants/last_head_only.safetensors"));
    for (const auto& [kind, generator] : cpu_generators(headless))
        EXPECT_EQ(error_of([&] { generator->generate(Latent(7, 1.0f), 1, 1); }),
                  "Level 1 of this model has no to-RGB head.")
            << kind;
    EXPECT_NE(error_of([&] { backend().create(headless, "cuda:99"); }).find("CUDA"), std::string::npos);
}

TEST(TorchBackend, NamesItsVersionAndTheCpuFirst) {
    EXPECT_TRUE(backend().version().starts_with("LibTorch ")) << backend().version();
    ASSERT_FALSE(backend().devices().empty());
    EXPECT_EQ(backend().devices()[0].id, "cpu");
}

TEST(TorchBackend, SaysWhichLibraryCannotBeOpened) {
    const std::string missing = error_of([] { open_torch_backend("/nowhere/libprogan_torch.so"); });
    EXPECT_NE(missing.find("/nowhere/libprogan_torch.so"), std::string::npos) << missing;
    const std::string other = error_of([] { open_torch_backend("libc.so.6"); });
    EXPECT_NE(other.find("lacks progan_torch_api"), std::string::npos) << other;
}

}  // namespace
}  // namespace progan
