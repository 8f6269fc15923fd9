// Exported models make the images that ours make: ONNX files node by node in NumPy and, where there is one,
// by ONNX Runtime (environment variable ONNXRUNTIME_NODE, the folder of that npm package); files for
// pytorch_GAN_zoo by its arithmetic in NumPy, by PyTorch's reader where there is one, and by our own
// importer.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

#include "core/export/gan_zoo_file.h"
#include "core/export/onnx_file.h"
#include "core/files/atomic_file.h"
#include "core/files/input_file.h"
#include "core/files/npy.h"
#include "core/import/import.h"
#include "core/model/cpu/cpu_generator.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/process.h"
#include "tests/fixtures/random_model.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan::test {
namespace {

namespace fs = std::filesystem;

constexpr int kLatents = 3;
constexpr double kMostDifference = 1e-4;

ModelSpec plain_spec() {
    ModelSpec spec;
    spec.latent_size = 7;
    spec.channels = {6, 5, 4};
    spec.to_rgb_levels = {0, 1, 2};
    spec.last_level = 2;
    spec.name = "Ångström";
    return spec;
}

class ExportedModel : public InTemporaryFolder {
  protected:
    void SetUp() override {
        InTemporaryFolder::SetUp();
        std::mt19937 random(7);
        std::normal_distribution<float> normal;
        latents_.resize(static_cast<std::size_t>(kLatents) * 7);
        for (float& value : latents_) value = normal(random);
        const std::size_t shape[] = {kLatents, 7};
        std::string file = npy_prefix("<f4", shape);
        file.append(reinterpret_cast<const char*>(latents_.data()), latents_.size() * sizeof(float));
        write_file_atomically(folder_ / "z.npy", file);
    }

    std::vector<float> ours(const Model& model) {
        const auto generator = make_cpu_generator(model);
        std::vector<float> values;
        for (int i = 0; i < kLatents; ++i) {
            const std::vector<float> image =
                generator->generate_values(std::span(latents_).subspan(static_cast<std::size_t>(i) * 7, 7),
                                           model.spec.last_level, model.spec.alpha);
            values.insert(values.end(), image.begin(), image.end());
        }
        return values;
    }

    /// What a script of this folder computes from a file.
    std::vector<float> theirs(const std::string& script, const fs::path& model,
                              const std::string& more = {}) {
        const fs::path out = folder_ / "image.npy";
        output_of("/usr/bin/python3 '" PROGAN_TEST_SOURCE_DIR "/tests/export/" + script + "' '" +
                  model.string() + "' '" + (folder_ / "z.npy").string() + "' '" + out.string() + "' " + more);
        const std::string bytes = text(out);
        const auto array = parse_npy(bytes);
        if (!array || !array->header) return {};
        return floats(array->data);
    }

    static std::string text(const fs::path& path) {
        const std::vector<std::byte> bytes = InputFile(path).read_all();
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }

    static std::vector<float> floats(std::string_view bytes) {
        std::vector<float> values(bytes.size() / sizeof(float));
        std::copy_n(bytes.data(), values.size() * sizeof(float), reinterpret_cast<char*>(values.data()));
        return values;
    }

    std::vector<float> latents_;
};

void expect_equal(const std::vector<float>& ours, const std::vector<float>& theirs, const std::string& what) {
    ASSERT_EQ(ours.size(), theirs.size()) << what;
    double most = 0, largest = 0;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        most = std::max(most, std::abs(static_cast<double>(ours[i]) - static_cast<double>(theirs[i])));
        largest = std::max(largest, std::abs(static_cast<double>(ours[i])));
    }
    EXPECT_LT(most, kMostDifference) << what;
    EXPECT_GT(largest, 0.1) << what << ": an empty image would be equal to anything";
}

/// Each kind of layer, order, activation and fade-in that a spec can ask for.
std::vector<std::pair<std::string, ModelSpec>> kinds_of_models() {
    std::vector<std::pair<std::string, ModelSpec>> kinds{{"plain", plain_spec()}};
    const auto add = [&](const std::string& name) -> ModelSpec& {
        return kinds.emplace_back(name, plain_spec()).second;
    };
    add("4 x 4").last_level = 0;
    add("a last level that was not trained").last_level = 1;
    add("fading in").alpha = 0.3;
    add("not yet fading in").alpha = 0;
    add("no norm of the latent").normalize_latent = false;
    add("norm before the activation").norm_placement = NormPlacement::before_activation;
    add("no norm").norm_placement = NormPlacement::none;
    add("clamped").output_activation = OutputActivation::hardtanh;
    add("another slope").leaky_slope = 0.1;
    {
        ModelSpec& spec = add("transposed convolution, tanh from a level on");
        spec.first_layer = FirstLayer::conv_transpose;
        spec.norm_after_first = false;
        spec.output_activation = OutputActivation::tanh;
        spec.output_activation_from_level = 1;
    }
    {
        ModelSpec& spec = add("no tanh yet");
        spec.output_activation = OutputActivation::tanh;
        spec.output_activation_from_level = 3;
    }
    {
        ModelSpec& spec = add("convolution first, another epsilon");
        spec.first_layer = FirstLayer::conv;
        spec.norm_epsilon = 1e-2;
        spec.epsilon_inside_root = false;
    }
    return kinds;
}

TEST_F(ExportedModel, OnnxIsValidAndMakesTheSameImages) {
    if (std::system("/usr/bin/python3 -c 'import onnx' 2>/dev/null") != 0)
        GTEST_SKIP() << "needs Debian's python3-onnx";
    for (const auto& [name, spec] : kinds_of_models()) {
        const Model model = random_model(spec);
        save_onnx(folder_ / "model.onnx", model);
        expect_equal(ours(model), theirs("run_onnx.py", folder_ / "model.onnx"), name);
    }
}

TEST_F(ExportedModel, OnnxRuntimeMakesTheSameImages) {
    if (!std::getenv("ONNXRUNTIME_NODE"))
        GTEST_SKIP() << "ONNXRUNTIME_NODE does not name the folder of onnxruntime-node";
    write_file_atomically(folder_ / "z.f32", std::string_view(reinterpret_cast<const char*>(latents_.data()),
                                                              latents_.size() * sizeof(float)));
    for (const auto& [name, spec] : kinds_of_models()) {
        const Model model = random_model(spec);
        save_onnx(folder_ / "model.onnx", model);
        output_of("cd '" + folder_.string() +
                  "' && node '" PROGAN_TEST_SOURCE_DIR
                  "/tests/bench/run_onnx.js' model.onnx z.f32 7 1 1 0 images.f32");
        expect_equal(ours(model), floats(text(folder_ / "images.f32")), name);
    }
}

/// Those of kinds_of_models() that pytorch_GAN_zoo can compute.
std::vector<std::pair<std::string, ModelSpec>> models_for_gan_zoo() {
    auto kinds = kinds_of_models();
    std::erase_if(kinds, [](const auto& kind) {
        const ModelSpec& spec = kind.second;
        return !spec.normalize_latent || !spec.norm_after_first || spec.norm_epsilon != 1e-8 ||
               spec.norm_placement != NormPlacement::after_activation ||
               spec.output_activation == OutputActivation::hardtanh;
    });
    ModelSpec& spec = kinds.emplace_back("convolution first, tanh", plain_spec()).second;
    spec.first_layer = FirstLayer::conv;
    spec.output_activation = OutputActivation::tanh;
    return kinds;
}

TEST_F(ExportedModel, GanZooMakesTheSameImages) {
    for (const auto& [name, spec] : models_for_gan_zoo()) {
        const Model model = random_model(spec);
        save_gan_zoo(folder_ / "model.pth", model);
        expect_equal(ours(model), theirs("run_gan_zoo.py", folder_ / "model.pth"), name);
        expect_equal(ours(model), ours(open_any_model(folder_ / "model.pth")), name + ", imported again");
    }
}

TEST_F(ExportedModel, PyTorchReadsFilesForGanZoo) {
    if (std::system("/usr/bin/python3 -c 'import torch' 2>/dev/null") != 0)
        GTEST_SKIP() << "needs Debian's python3-torch";
    const Model model = random_model(plain_spec());
    save_gan_zoo(folder_ / "model.pth", model);
    expect_equal(ours(model), theirs("run_gan_zoo.py", folder_ / "model.pth", "torch"), "torch.load");
}

TEST_F(ExportedModel, WhatGanZooCannotComputeIsToldAndNothingIsWritten) {
    const fs::path path = folder_ / "model.pth";
    const auto error = [&](const std::function<void(ModelSpec&)>& change) {
        ModelSpec spec = plain_spec();
        change(spec);
        return error_of([&] { save_gan_zoo(path, random_model(spec)); });
    };
    const auto expect = [&](const std::string& sentence, const std::string& part) {
        EXPECT_NE(sentence.find(part), std::string::npos) << sentence;
        EXPECT_NE(sentence.find(path.string()), std::string::npos) << sentence;
    };
    expect(error([](ModelSpec& spec) { spec.norm_after_first = false; }), "pixel norm");
    expect(error([](ModelSpec& spec) { spec.norm_epsilon = 1e-6; }), "1e-8");
    expect(error([](ModelSpec& spec) { spec.output_activation = OutputActivation::hardtanh; }), "clamping");
    expect(error([](ModelSpec& spec) { spec.output_min = 0; }), "-1 to 1");
    expect(error([](ModelSpec& spec) { spec.to_rgb_levels = {2}; }), "--refit-heads");
    EXPECT_FALSE(fs::exists(path));
}

TEST_F(ExportedModel, WeightsThatAreNotNumbersAreRefused) {
    Model model = random_model(plain_spec());
    model.tensors.back().values[0] = std::numeric_limits<float>::quiet_NaN();
    const std::pair<std::string, void (*)(const fs::path&, const Model&)> writers[] = {
        {"model.onnx", save_onnx}, {"model.pth", save_gan_zoo}};
    for (const auto& [name, save] : writers) {
        const std::string sentence = error_of([&, save = save, name = name] { save(folder_ / name, model); });
        EXPECT_NE(sentence.find(model.tensors.back().name), std::string::npos) << sentence;
        EXPECT_FALSE(fs::exists(folder_ / name));
    }
}

}  // namespace
}  // namespace progan::test
