// What a discriminator makes of pictures, against a plain computation in double precision that PyTorch's own
// scores (tests/data/make_training_references.py) are the measure of; and files that are not one.
#include "core/train/discriminator_features.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <map>
#include <random>

#include "core/files/atomic_file.h"
#include "core/image/resize.h"
#include "core/support/paths.h"
#include "core/train/discriminator_file.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/fixtures/tensor_file.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

using test::error_of;
using Tensors = std::map<std::string, WeightTensor>;  // by name, without "discriminator."

/// [channels][side][side]
struct Planes {
    int channels = 0, side = 0;
    std::vector<double> values;

    Planes(int c, int s) : channels(c), side(s), values(static_cast<std::size_t>(c * s * s)) {}
    double& at(int c, int y, int x) { return values[static_cast<std::size_t>((c * side + y) * side + x)]; }
    double at(int c, int y, int x) const {
        return y < 0 || x < 0 || y >= side || x >= side
                   ? 0
                   : values[static_cast<std::size_t>((c * side + y) * side + x)];
    }
};

double leaky(double value) {
    return value < 0 ? 0.2 * value : value;
}

Planes activated(Planes planes) {
    for (double& value : planes.values) value = leaky(value);
    return planes;
}

Planes convolved(const Planes& in, const Tensors& tensors, const std::string& layer) {
    const WeightTensor& weight = tensors.at(layer + ".weight");
    const int outputs = static_cast<int>(weight.shape[0]), kernel = static_cast<int>(weight.shape[2]);
    const double scale = std::sqrt(2.0 / (in.channels * kernel * kernel));
    Planes out(outputs, in.side);
    for (int o = 0; o < outputs; ++o)
        for (int y = 0; y < in.side; ++y)
            for (int x = 0; x < in.side; ++x) {
                double sum = 0;
                for (int i = 0; i < in.channels; ++i)
                    for (int dy = 0; dy < kernel; ++dy)
                        for (int dx = 0; dx < kernel; ++dx)
                            sum += static_cast<double>(weight.values[static_cast<std::size_t>(
                                       ((o * in.channels + i) * kernel + dy) * kernel + dx)]) *
                                   in.at(i, y + dy - kernel / 2, x + dx - kernel / 2);
                out.at(o, y, x) =
                    scale * sum +
                    static_cast<double>(tensors.at(layer + ".bias").values[static_cast<std::size_t>(o)]);
            }
    return out;
}

/// Means over a grid of cells x cells.
Planes means(const Planes& in, int cells) {
    Planes out(in.channels, cells);
    const int pixels = in.side / cells;
    for (int c = 0; c < in.channels; ++c)
        for (int y = 0; y < in.side; ++y)
            for (int x = 0; x < in.side; ++x)
                out.at(c, y / pixels, x / pixels) += in.at(c, y, x) / (pixels * pixels);
    return out;
}

std::vector<double> product(const std::vector<double>& in, const Tensors& tensors, const std::string& layer,
                            double gain) {
    std::vector<double> out;
    for (const float bias : tensors.at(layer + ".bias").values) {
        double sum = 0;
        for (std::size_t i = 0; i < in.size(); ++i)
            sum +=
                static_cast<double>(tensors.at(layer + ".weight").values[out.size() * in.size() + i]) * in[i];
        out.push_back(gain / std::sqrt(static_cast<double>(in.size())) * sum + static_cast<double>(bias));
    }
    return out;
}

std::string at_level(int level, const char* layer) {
    return "levels." + std::to_string(level) + "." + layer;
}

struct Described {
    std::vector<double> features;
    Planes last{0, 0};  ///< what enters the minibatch standard deviation
};

Described described(const Image& picture, const Tensors& tensors, int level) {
    Planes x(3, picture.width);
    for (int c = 0; c < 3; ++c)
        for (int i = 0; i < picture.width * picture.width; ++i)
            x.at(c, i / picture.width, i % picture.width) =
                picture.rgb[static_cast<std::size_t>(i * 3 + c)] / 127.5 - 1;
    x = activated(convolved(x, tensors, at_level(level, "from_rgb")));
    Described result;
    for (int l = level;; --l) {
        int cells = 4;
        while (cells * cells * x.channels > 2048) cells /= 2;
        const Planes cell_means = means(x, cells);
        result.features.insert(result.features.end(), cell_means.values.begin(), cell_means.values.end());
        if (l == 0) break;
        x = activated(convolved(x, tensors, at_level(l, "conv1")));
        x = activated(means(convolved(x, tensors, at_level(l, "conv2")), x.side / 2));
    }
    result.last = x;
    return result;
}

/// The mean score of pictures, groups of four of which see each other: picture i is in group i mod (n / 4).
double mean_score(const std::vector<Image>& pictures, const Tensors& tensors, int level) {
    std::vector<Planes> all;
    all.reserve(pictures.size());
    for (const Image& picture : pictures) all.push_back(described(picture, tensors, level).last);
    const std::size_t groups = all.size() / 4;
    double sum = 0;
    for (std::size_t group = 0; group < groups; ++group) {
        double deviations = 0;
        const std::size_t count = all[0].values.size();
        for (std::size_t i = 0; i < count; ++i) {
            double mean = 0, squares = 0;
            for (std::size_t k = group; k < all.size(); k += groups) mean += all[k].values[i] / 4;
            for (std::size_t k = group; k < all.size(); k += groups)
                squares += (all[k].values[i] - mean) * (all[k].values[i] - mean) / 4;
            deviations += std::sqrt(squares + 1e-8) / static_cast<double>(count);
        }
        for (std::size_t k = group; k < all.size(); k += groups) {
            Planes x(all[k].channels + 1, 4);
            std::copy(all[k].values.begin(), all[k].values.end(), x.values.begin());
            std::fill(x.values.end() - 16, x.values.end(), deviations);
            std::vector<double> dense = product(activated(convolved(x, tensors, at_level(0, "conv"))).values,
                                                tensors, at_level(0, "dense"), std::sqrt(2.0));
            for (double& value : dense) value = leaky(value);
            sum += product(dense, tensors, at_level(0, "score"), 1)[0];
        }
    }
    return sum / static_cast<double>(all.size());
}

class DiscriminatorFeaturesTest : public test::InTemporaryFolder {
  protected:
    /// The network and the pictures of one of PyTorch's references.
    void take(const std::string& name, int level) {
        level_ = level;
        tensors_.clear();
        pictures_.clear();
        state_ = {};
        const auto reference = test::read_tensor_file(PROGAN_TEST_DATA "/training/" + name + ".safetensors");
        for (const auto& [full, tensor] : reference) {
            constexpr std::string_view kPrefix = "before.discriminator.";
            if (!full.starts_with(kPrefix)) continue;
            put(full.substr(kPrefix.size()), tensor.shape, tensor.values);
        }
        const int side = 4 << level;
        const std::vector<float>& reals = reference.at("reals").values;
        for (std::size_t at = 0; at < reals.size();) {
            Image picture(side, side);
            for (std::uint8_t& value : picture.rgb) value = static_cast<std::uint8_t>(reals[at++]);
            pictures_.push_back(picture);
        }
        expected_score_ = static_cast<double>(reference.at("losses").values[2]);
        write_discriminator(file(), state_, level);
    }
    void put(const std::string& name, const std::vector<std::int64_t>& shape,
             const std::vector<float>& values) {
        tensors_[name] = {name, shape, values};
        state_.tensors.push_back({"discriminator." + name, shape, values});
    }
    fs::path file() const { return folder_ / "discriminator.safetensors"; }
    DiscriminatorFeatures open() const { return {find_torch_library(), file(), 4 << level_, "cpu"}; }
    static std::vector<float> read(const PictureFeatures& features, const std::vector<Image>& pictures) {
        std::vector<float> result(pictures.size() * features.size());
        features.read(pictures, result);
        return result;
    }
    void expect_as_computed() const {
        const DiscriminatorFeatures features = open();
        const std::vector<float> found = read(features, pictures_);
        for (std::size_t i = 0; i < pictures_.size(); ++i) {
            const std::vector<double> expected = described(pictures_[i], tensors_, level_).features;
            ASSERT_EQ(features.size(), expected.size());
            for (std::size_t k = 0; k < expected.size(); ++k)
                ASSERT_NEAR(found[i * expected.size() + k], expected[k], 2e-5) << i << " " << k;
        }
    }
    std::string refusal(const fs::path& path, int side = 16) const {
        return error_of([&] { DiscriminatorFeatures(find_torch_library(), path, side, "cpu"); });
    }

    int level_ = 0;
    Tensors tensors_;
    TrainerState state_;
    std::vector<Image> pictures_;
    double expected_score_ = 0;
};

TEST_F(DiscriminatorFeaturesTest, AreWhatItsLayersCompute) {
    for (const auto& [name, level] :
         {std::pair{"first_level", 0}, std::pair{"without_r1", 1}, std::pair{"wgan_whole", 2}}) {
        SCOPED_TRACE(name);
        take(name, level);
        ASSERT_NEAR(mean_score(pictures_, tensors_, level), expected_score_, 2e-5)
            << "the plain computation is PyTorch's";
        expect_as_computed();
    }
}

TEST_F(DiscriminatorFeaturesTest, AreFewerWhereThereAreManyChannels) {
    std::mt19937 random(4);
    std::normal_distribution<float> normal;
    const auto layer = [&](const std::string& name, const std::vector<std::int64_t>& shape) {
        std::size_t size = 1;
        for (const std::int64_t side : shape) size *= static_cast<std::size_t>(side);
        std::vector<float> weight(size), bias(static_cast<std::size_t>(shape[0]));
        for (float& value : weight) value = normal(random);
        for (float& value : bias) value = normal(random);
        put(name + ".weight", shape, weight);
        put(name + ".bias", {shape[0]}, bias);
    };
    constexpr std::int64_t kMany = 129;  // 2064 features in 4 x 4 cells
    level_ = 1;
    layer("levels.0.from_rgb", {kMany, 3, 1, 1});
    layer("levels.0.conv", {kMany, kMany + 1, 3, 3});
    layer("levels.0.dense", {kMany, kMany * 16});
    layer("levels.0.score", {1, kMany});
    layer("levels.1.from_rgb", {7, 3, 1, 1});
    layer("levels.1.conv1", {7, 7, 3, 3});
    layer("levels.1.conv2", {kMany, 7, 3, 3});
    write_discriminator(file(), state_, 1);
    EXPECT_EQ(open().size(), static_cast<std::size_t>(7 * 16 + kMany * 4));
    Image picture(8, 8);
    for (std::uint8_t& value : picture.rgb) value = static_cast<std::uint8_t>(random());
    pictures_ = {picture};
    expect_as_computed();
}

TEST_F(DiscriminatorFeaturesTest, OfAPictureDependOnItAlone) {
    take("wgan_whole", 2);
    const DiscriminatorFeatures features = open();
    std::vector<Image> many;  // more than go to LibTorch at once
    for (std::size_t i = 0; i < 70; ++i) many.push_back(pictures_[i % 7]);
    many[40] = pictures_[7];
    const std::vector<float> together = read(features, many);
    for (const std::size_t i : {0u, 31u, 32u, 40u, 69u}) {
        const std::vector<float> alone = read(features, {many[i]});
        for (std::size_t k = 0; k < alone.size(); ++k)
            ASSERT_NEAR(together[i * alone.size() + k], alone[k], 1e-5) << i << " " << k;
    }
    EXPECT_TRUE(read(features, {}).empty());
}

TEST_F(DiscriminatorFeaturesTest, TakePicturesOfAnySizeAndShape) {
    take("wgan_whole", 2);
    const DiscriminatorFeatures features = open();
    std::mt19937 random(9);
    Image wide(50, 34);
    for (std::uint8_t& value : wide.rgb) value = static_cast<std::uint8_t>(random());
    EXPECT_EQ(read(features, {wide}), read(features, {central_square(wide, 16)}));
    EXPECT_EQ(error_of([&] { read(features, {Image()}); }), "An empty picture cannot be scaled.");
}

TEST_F(DiscriminatorFeaturesTest, AnythingElseIsRefused) {
    take("wgan_whole", 2);
    ASSERT_EQ(refusal(file()), "no error");
    const std::string name = file().string();
    EXPECT_EQ(refusal(file(), 32),
              name + " judges pictures of 16 x 16, but the model makes them of 32 x 32.");
    EXPECT_NE(refusal(folder_ / "none.safetensors").find("none.safetensors"), std::string::npos);
    EXPECT_EQ(refusal(default_model_path(), 64),
              default_model_path().string() +
                  " is not a discriminator that progan train wrote, but the discriminator.safetensors of a "
                  "run is needed.");
    const auto changed = [&](const std::function<void(std::vector<WeightTensor>&)>& change) {
        TrainerState state = state_;
        change(state.tensors);
        write_discriminator(file(), state, 2);
        return refusal(file());
    };
    const auto of = [](std::vector<WeightTensor>& tensors, const std::string& tensor) {
        return std::find_if(tensors.begin(), tensors.end(), [&](const WeightTensor& other) {
            return other.name == "discriminator." + tensor;
        });
    };
    EXPECT_EQ(changed([&](auto& tensors) { tensors.erase(of(tensors, "levels.1.conv2.bias")); }),
              name + " lacks the tensor 'levels.1.conv2.bias'.");
    EXPECT_EQ(changed([&](auto& tensors) { tensors.erase(of(tensors, "levels.2.from_rgb.weight")); }),
              name + " lacks the tensor 'levels.2.from_rgb.weight'.");
    EXPECT_EQ(changed([&](auto& tensors) {
                  of(tensors, "levels.0.score.weight")->shape = {6, 1};
              }),
              name + ": tensor 'levels.0.score.weight' has the shape [6, 1], but [1, 6] is needed.");
    EXPECT_EQ(changed([&](auto& tensors) {
                  of(tensors, "levels.2.from_rgb.weight")->shape = {3, 4, 1, 1};
              }),
              name +
                  ": tensor 'levels.2.from_rgb.weight' has the shape [3, 4, 1, 1], but [channels, 3, 1, "
                  "1] is needed.");
    EXPECT_NE(changed([&](auto& tensors) {
                  of(tensors, "levels.0.score.bias")->values[0] = std::nanf("");
              }).find("is not finite"),
              std::string::npos);
    write_discriminator(file(), state_, 2);
    fs::resize_file(file(), fs::file_size(file()) - 100);
    EXPECT_NE(refusal(file()).find("discriminator.safetensors"), std::string::npos);
    EXPECT_NE(refusal(file()), "no error");
    EXPECT_NE(error_of([&] { DiscriminatorFeatures("/none/lib.so", default_model_path(), 16, "cpu"); }),
              "no error");
    take("wgan_whole", 2);
    EXPECT_NE(error_of([&] {
                  DiscriminatorFeatures("/none/lib.so", file(), 16, "cpu");
              }).find("/none/lib.so cannot be opened"),
              std::string::npos);
    EXPECT_NE(
        error_of([&] { DiscriminatorFeatures(find_torch_library(), file(), 16, "cuda:99"); }).find("CUDA"),
        std::string::npos);
}

}  // namespace
}  // namespace progan
