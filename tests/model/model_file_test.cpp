#include "core/model/model_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <random>

#include "core/files/atomic_file.h"
#include "core/files/sha256.h"
#include "core/model/backend.h"
#include "core/support/error.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/valid_model.h"

namespace progan {
namespace {

using test::error_of;
namespace fs = std::filesystem;

Model small_model() {
    Model model;
    model.spec.latent_size = 3;
    model.spec.channels = {2, 2};
    model.spec.to_rgb_levels = {1};
    model.spec.last_level = 1;
    float value = 0.25f;
    for (const TensorShape& tensor : required_tensors(model.spec)) {
        std::size_t count = 1;
        for (const std::int64_t size : tensor.shape) count *= static_cast<std::size_t>(size);
        WeightTensor weights{tensor.name, tensor.shape, std::vector<float>(count)};
        for (float& weight : weights.values) weight = value += 0.5f;
        model.tensors.push_back(std::move(weights));
    }
    return model;
}

/// The bytes of a value of a saved small_model(), whose values are all different, become another's.
std::string with_value(std::string bytes, float from, float to) {
    const std::string_view pattern(reinterpret_cast<const char*>(&from), sizeof from);
    const std::size_t at = bytes.rfind(pattern);
    EXPECT_NE(at, std::string::npos);
    return bytes.replace(at, sizeof to, reinterpret_cast<const char*>(&to), sizeof to);
}

class ModelFile : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("progan-model-" + std::to_string(::getpid()));
        fs::remove_all(folder_);  // a test that was killed may have left one of this name
        fs::create_directories(folder_);
        path_ = folder_ / "model.safetensors";
    }
    void TearDown() override { fs::remove_all(folder_); }

    void write(const std::string& bytes) { std::ofstream(path_, std::ios::binary) << bytes; }
    std::string bytes() const { return read_text_file(path_, 1 << 20); }
    std::string load_error() const {
        return error_of([&] { load_model(path_); });
    }
    /// The saved model with one piece of its header's text exchanged for another of the same length.
    void write_with(const std::string& from, const std::string& to) {
        save_model(path_, small_model());
        std::string text = bytes();
        ASSERT_EQ(from.size(), to.size());
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        write(text.replace(at, from.size(), to));
    }

    fs::path folder_, path_;
};

TEST_F(ModelFile, WhatIsSavedIsLoaded) {
    const Model model = small_model();
    save_model(path_, model);
    const Model loaded = load_model(path_);
    EXPECT_EQ(loaded.spec, model.spec);
    ASSERT_EQ(loaded.tensors.size(), model.tensors.size());
    for (std::size_t i = 0; i < model.tensors.size(); ++i) {
        EXPECT_EQ(loaded.tensors[i].name, model.tensors[i].name);
        EXPECT_EQ(loaded.tensors[i].shape, model.tensors[i].shape);
        EXPECT_EQ(loaded.tensors[i].values, model.tensors[i].values);
    }
    const std::string text = bytes();
    EXPECT_EQ(loaded.sha256, sha256_hex(std::as_bytes(std::span(text))));
    EXPECT_EQ(loaded.file_bytes, text.size());
    EXPECT_EQ(loaded.path, path_);
    // first 32 x 3 + 32, conv 2 x 2 x 9 + 2, conv1 and conv2 the same, to-RGB 3 x 2 + 3
    EXPECT_EQ(loaded.parameter_count(), 96 + 32 + 3 * 38 + 9);
}

TEST_F(ModelFile, FilesOfOtherKindsAreNamed) {
    const std::vector<std::pair<std::string, std::string>> files{
        {"", "is empty"},
        {"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "Git-LFS pointer"},
        {"\n<!DOCTYPE html><html>Sign in</html>", "a web page"},
        {"<HTML><body>", "a web page"},
        {std::string("PK\x03\x04") + std::string(100, 'x'), "a zip archive"},
        {std::string("\x80\x02}q") + std::string(100, 'x'), "a Python pickle"},
        {std::string("\x89PNG\r\n\x1a\n") + std::string(100, 'x'), "a picture"},
        {"short", "has only 5 bytes"},
    };
    for (const auto& [contents, expected] : files) {
        write(contents);
        const std::string error = load_error();
        EXPECT_NE(error.find(expected), std::string::npos) << error;
        EXPECT_NE(error.find(path_.string()), std::string::npos) << error;
    }
    EXPECT_NE(error_of([&] { load_model(folder_); }).find("is a folder"), std::string::npos);
    EXPECT_NE(error_of([&] { load_model(folder_ / "none"); }).find("cannot be opened"), std::string::npos);
    EXPECT_NE(error_of([&] { load_model("/dev/zero"); }).find("not a regular file"), std::string::npos);
}

TEST_F(ModelFile, EveryTruncationIsRefused) {
    save_model(path_, small_model());
    const std::string whole = bytes();
    for (std::size_t length = 0; length < whole.size(); length += 7) {
        write(whole.substr(0, length));
        EXPECT_NE(load_error(), "no error") << length << " of " << whole.size() << " bytes";
    }
    write(whole + "x");
    EXPECT_NE(load_error(), "no error");
}

TEST_F(ModelFile, AHugeHeaderLengthTakesNoMemory) {
    std::string text(64, ' ');
    const std::uint64_t length = ~std::uint64_t{0} - 8;
    std::memcpy(text.data(), &length, sizeof(length));
    write(text);
    EXPECT_NE(load_error().find("its header would be"), std::string::npos) << load_error();
}

TEST_F(ModelFile, ASparseFileOfManyGibibytesIsRefusedBeforeItIsRead) {
    save_model(path_, small_model());
    fs::resize_file(path_, std::uintmax_t{9} << 30);
    EXPECT_NE(load_error().find("more than the maximum"), std::string::npos) << load_error();
}

TEST_F(ModelFile, SafetensorsOfOthersAreSaidToBeOfOthers) {
    write_with("progan_spec", "another_key");
    EXPECT_NE(load_error().find("not a ProGAN Explorer model"), std::string::npos) << load_error();
}

TEST_F(ModelFile, WeightsMustMatchTheSpec) {
    write_with("levels.1.conv1.bias", "levels.1.conv9.bias");
    EXPECT_NE(load_error().find("lacks the tensor 'levels.1.conv1.bias'"), std::string::npos) << load_error();
    write_with(R"("dtype":"F32")", R"("dtype":"I32")");
    EXPECT_NE(load_error().find("is I32, but must be F32"), std::string::npos) << load_error();
    write_with(R"("shape":[32,3])", R"("shape":[3,32])");
    EXPECT_NE(load_error().find("has shape [3, 32], but the spec requires [32, 3]"), std::string::npos)
        << load_error();
    write_with(R"(\"channels\":[2,2])", R"(\"channels\":[2,4])");
    EXPECT_NE(load_error().find("levels.1.conv1.weight"), std::string::npos) << load_error();
    // A spec that would need terabytes: refused by its shapes, before any memory is taken.
    write_with(R"(\"latent_size\":3)", R"(\"latent_size\":9)");
    EXPECT_NE(load_error().find("levels.0.first.weight"), std::string::npos) << load_error();
}

TEST_F(ModelFile, ATensorThatTheSpecDoesNotKnowIsRefused) {
    write_with(R"(\"to_rgb_levels\":[1])", R"(\"to_rgb_levels\":[ ])");
    EXPECT_NE(load_error().find("to-RGB"), std::string::npos) << load_error();
}

TEST_F(ModelFile, RandomDamageIsASentenceOrAWholeModel) {
    save_model(path_, small_model());
    const std::string whole = bytes();
    std::mt19937 random(3);
    int models = 0, errors = 0;
    for (int i = 0; i < 500; ++i) {
        std::string damaged = whole;
        for (unsigned changes = random() % 8 + 1; changes > 0; --changes)
            damaged[random() % std::min<std::size_t>(damaged.size(), 1500)] =
                static_cast<char>(random() % 256);
        write(damaged);
        try {
            test::expect_valid(load_model(path_));
            ++models;
        } catch (const Error& error) {
            const std::string sentence = error.what();
            EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
            EXPECT_NE(sentence.find(path_.filename().string()), std::string::npos) << sentence;
            ++errors;
        }
    }
    EXPECT_GT(models, 0);  // damage within names and credits, which say nothing about the weights
    EXPECT_GT(errors, 0);
}

TEST_F(ModelFile, SavingAModelThatDoesNotMatchItsSpecIsRefused) {
    Model model = small_model();
    model.tensors[2].values.pop_back();
    EXPECT_NE(error_of([&] { save_model(path_, model); }).find("cannot be saved"), std::string::npos);
    model = small_model();
    model.tensors.pop_back();
    EXPECT_NE(error_of([&] { save_model(path_, model); }).find("cannot be saved"), std::string::npos);
    EXPECT_FALSE(fs::exists(path_));
}

TEST_F(ModelFile, AValueThatIsNotFiniteIsRefusedByNameAndNeverSaved) {
    const Model good = small_model();
    save_model(path_, good);
    const std::string whole = bytes();
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), kInfinity, -kInfinity}) {
        for (const WeightTensor& tensor : {good.tensors.front(), good.tensors.back()}) {
            write(with_value(whole, tensor.values.back(), bad));
            EXPECT_EQ(load_error(), path_.string() + ": tensor '" + tensor.name +
                                        "' has a value that is not finite (NaN or infinity): the file is "
                                        "damaged, or its training diverged.");
        }
        write(whole);
        Model model = good;
        model.tensors[1].values[0] = bad;
        EXPECT_NE(
            error_of([&] { save_model(path_, model); }).find("'" + model.tensors[1].name + "' has a value"),
            std::string::npos);
        EXPECT_TRUE(bytes() == whole);
    }
}

TEST(ModelFileName, IsTheEndingThatModelFilesHave) {
    EXPECT_TRUE(is_model_file_name("faces/model.safetensors"));
    for (const char* name : {"", "model", "model.pth", "safetensors", "model.safetensors.part"})
        EXPECT_FALSE(is_model_file_name(name)) << name;
}

TEST(ResolveDevice, AutoTakesTheFirstGpuElseTheCpu) {
    const std::vector<Device> cpu{{"cpu", "CPU"}}, both{{"cpu", "CPU"}, {"cuda:0", "A"}, {"cuda:1", "B"}};
    EXPECT_EQ(resolve_device("auto", cpu), "cpu");
    EXPECT_EQ(resolve_device("auto", both), "cuda:0");
    EXPECT_EQ(resolve_device("cuda", both), "cuda:0");
    EXPECT_EQ(resolve_device("cuda:1", both), "cuda:1");
    EXPECT_EQ(resolve_device("cpu", both), "cpu");
    EXPECT_EQ(error_of([&] { resolve_device("cuda", cpu); }),
              "Device 'cuda' is not available. This machine has: cpu.");
    EXPECT_NE(error_of([&] { resolve_device("tpu", both); }).find("cpu, cuda:0, cuda:1"), std::string::npos);
}

}  // namespace
}  // namespace progan
