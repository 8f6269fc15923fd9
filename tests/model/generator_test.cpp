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
#include "core/model/devices/torch_backend.h"
#include "core/support/error.h"
#include "core/support/paths.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/tensor_file.h"

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

TEST(ToonHeads, EqualsPyTorchsOwnLayers) {
    for (const auto& [name, generator] : cpu_generators(load_model(toon_heads_model_path()))) {
        SCOPED_TRACE(name);
        EXPECT_EQ(
            compare_with_reference(generator.get(), data_file("toon_heads_reference.safetensors"), 1e-4),
            3 * 6);
    }
}

TEST(ToonHeads, EqualsPyTorchsOwnLayers_CUDA) {
    const std::string device = cuda_device();
    if (device.empty()) GTEST_SKIP() << "no CUDA device";
    const std::unique_ptr<Generator> generator =
        backend().create(load_model(toon_heads_model_path()), device);
    EXPECT_EQ(compare_with_reference(generator.get(), data_file("toon_heads_reference.safetensors"), 1e-3),
              3 * 6);
}

TEST(ToonHeads, NamesItsLicenceAndCredit) {
    const Model model = load_model(toon_heads_model_path());
    EXPECT_EQ(model.spec.licence, "CC BY 4.0");
    EXPECT_NE(model.spec.credit.find("\"ToonHead\" by Johan Melin (johanmelin.com)"), std::string::npos);
    EXPECT_EQ(model.spec.channels, (std::vector<int>{128, 128, 64, 32, 16}));
}

TEST(DefaultModel, NamesItsLicenceAndWhatItLearnedFrom) {
    const Model model = load_model(default_model_path());
    EXPECT_EQ(model.spec.licence, "CC0-1.0");
    EXPECT_NE(model.spec.data_set.find("nobody is depicted"), std::string::npos) << model.spec.data_set;
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
        EXPECT_EQ(firsts[i].second->generate(z, 5, 1), others[i].second->generate(z, 5, 1))
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
            max_difference(generator->generate_values(z, 5, 1), generator->generate_values(longer, 5, 1)),
            1e-5);
    }
}

TEST(Generator, DifferentSeedsGiveDifferentFaces) {
    for (const auto& [kind, generator] : cpu_generators(load_model(default_model_path()))) {
        SCOPED_TRACE(kind);
        std::vector<Image> faces;
        for (std::uint32_t seed = 1; seed <= 25; ++seed)
            faces.push_back(generator->generate(latent_from_seed(seed, 128, SeedMode::numpy), 5, 1));
        for (std::size_t i = 0; i < faces.size(); ++i)
            for (std::size_t j = 0; j < i; ++j) EXPECT_NE(faces[i], faces[j]) << i + 1 << " and " << j + 1;
    }
}

TEST(Generator, RefusesWhatItCannotDoInOneSentence) {
    for (const auto& [kind, made] : cpu_generators(load_model(default_model_path()))) {
        SCOPED_TRACE(kind);
        const auto& generator = made;  // Clang before 16 captures no structured binding
        const Latent z(128, 1.0f);
        EXPECT_EQ(error_of([&] { generator->generate(Latent(64, 1.0f), 4, 1); }),
                  "The latent has 64 components, but the model takes 128.");
        EXPECT_EQ(error_of([&] { generator->generate(z, 6, 1); }),
                  "The model has only levels 0 to 5, not 6.");
        EXPECT_NE(error_of([&] { generator->generate(z, 4, 1.5); }).find("must be between 0 and 1"),
                  std::string::npos);
        EXPECT_NE(error_of([&] { generator->generate(z, 4, std::nan("")); }).find("must be between 0 and 1"),
                  std::string::npos);
    }
    const Model headless = load_model(data_file("variants/last_head_only.safetensors"));
    for (const auto& [kind, generator] : cpu_generators(headless))
        EXPECT_EQ(error_of([&generator = generator] { generator->generate(Latent(7, 1.0f), 1, 1); }),
                  "Level 1 of this model has no to-RGB head.")
            << kind;
    EXPECT_NE(error_of([&] { backend().create(headless, "cuda:99"); }).find("CUDA"), std::string::npos);
}

TEST(TorchBackend, NamesItsVersionAndTheCpuFirst) {
    EXPECT_TRUE(backend().version().starts_with("LibTorch ")) << backend().version();
    ASSERT_FALSE(backend().devices().empty());
    EXPECT_EQ(backend().devices()[0].id, "cpu");
}

/// What a GPU does, as far as a CPU can do it: float16 has no convolution there.
TEST(TorchBackend, ComputesInBfloat16WithinItsRounding) {
    const auto reduced = open_torch_backend(find_torch_library(), TorchPrecision::bfloat16);
    for (const char* name : {"default", "conv_norm_before_activation", "epsilon_outside_root"}) {
        SCOPED_TRACE(name);
        const bool variant = std::string(name) != "default";
        const Model model = load_model(variant ? data_file("variants/" + std::string(name) + ".safetensors")
                                               : default_model_path().string());
        const std::unique_ptr<Generator> generator = reduced->create(model, "cpu");
        const std::unique_ptr<Generator> exact = make_cpu_generator(model);
        EXPECT_EQ(generator->precision(), "bfloat16");
        const Latent z =
            latent_from_seed(4, static_cast<std::size_t>(model.spec.latent_size), SeedMode::numpy);
        const std::vector<float> values = generator->generate_values(z, model.spec.last_level, 1);
        const std::vector<float> expected = exact->generate_values(z, model.spec.last_level, 1);
        double sum = 0;
        for (std::size_t i = 0; i < values.size(); ++i) sum += std::abs(values[i] - expected[i]);
        const double mean = sum / static_cast<double>(values.size());
        EXPECT_GT(mean, 0);  // it is another arithmetic
        EXPECT_LT(mean, 0.02);
    }
}

TEST(TorchBackend, ABatchEqualsItsFacesOneByOne) {
    const Model model = load_model(default_model_path());
    const std::unique_ptr<Generator> generator = backend().create(model, "cpu");
    std::vector<Latent> latents;
    for (std::uint32_t seed = 0; seed < 5; ++seed)
        latents.push_back(latent_from_seed(seed, 128, SeedMode::numpy));
    const std::vector<Image> batch = generator->generate_batch(latents, 3, 0.5);
    ASSERT_EQ(batch.size(), 5U);
    for (std::size_t i = 0; i < 5; ++i) {
        const Image alone = generator->generate(latents[i], 3, 0.5);
        int worst = 0;
        for (std::size_t k = 0; k < alone.rgb.size(); ++k)
            worst = std::max(worst, std::abs(alone.rgb[k] - batch[i].rgb[k]));
        EXPECT_LE(worst, 1);
    }
    EXPECT_TRUE(generator->generate_batch({}, 3, 1).empty());
}

/// The path a GPU takes: checked precision, a captured graph for what is asked again, fade-in without.
TEST(TorchBackend, RepeatsAndBatchesEqualEachOther_CUDA) {
    const std::string device = cuda_device();
    if (device.empty()) GTEST_SKIP() << "no CUDA device";
    const Model model = load_model(default_model_path());
    const std::unique_ptr<Generator> generator = backend().create(model, device);
    const std::unique_ptr<Generator> exact = make_cpu_generator(model);
    std::vector<Latent> latents;
    for (std::uint32_t seed = 0; seed < 4; ++seed)
        latents.push_back(latent_from_seed(seed, 128, SeedMode::numpy));
    for (const int level : {4, 3, 4})
        for (const double alpha : {1.0, 0.5}) {
            const std::vector<Image> batch = generator->generate_batch(latents, level, alpha);
            for (std::size_t i = 0; i < latents.size(); ++i) {
                const Image image = generator->generate(latents[i], level, alpha);
                EXPECT_EQ(image, generator->generate(latents[i], level, alpha));
                const Image truth = exact->generate(latents[i], level, alpha);
                int worst = 0;
                for (std::size_t k = 0; k < truth.rgb.size(); ++k)
                    worst = std::max({worst, std::abs(image.rgb[k] - truth.rgb[k]),
                                      std::abs(batch[i].rgb[k] - truth.rgb[k])});
                EXPECT_LE(worst, 2) << "level " << level << ", alpha " << alpha;
            }
        }
}

TEST(TorchBackend, CheckedPrecisionIsToldAndNear_CUDA) {
    const std::string device = cuda_device();
    if (device.empty()) GTEST_SKIP() << "no CUDA device";
    const Model model = load_model(default_model_path());
    const std::unique_ptr<Generator> generator = backend().create(model, device);
    const auto float32 = open_torch_backend(find_torch_library(), TorchPrecision::float32);
    const std::unique_ptr<Generator> exact = float32->create(model, device);
    EXPECT_EQ(exact->precision(), "float32");
    EXPECT_FALSE(generator->precision().empty());
    const Latent z = latent_from_seed(9, 128, SeedMode::numpy);
    EXPECT_LT(max_difference(generator->generate_values(z, 5, 1), exact->generate_values(z, 5, 1)), 0.008);
}

TEST(TorchBackend, SaysWhichLibraryCannotBeOpened) {
    const std::string missing = error_of([] { open_torch_backend("/nowhere/libprogan_torch.so"); });
    EXPECT_NE(missing.find("/nowhere/libprogan_torch.so"), std::string::npos) << missing;
    const std::string other = error_of([] { open_torch_backend("libc.so.6"); });
    EXPECT_NE(other.find("lacks progan_torch_api"), std::string::npos) << other;
}

}  // namespace
}  // namespace progan
