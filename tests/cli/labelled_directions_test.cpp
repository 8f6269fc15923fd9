// `progan directions --method labels` on labelled pictures of another kind than faces: patches of colour made
// by a generator whose every pixel is a linear function of the latent, so that the direction of an attribute
// is known.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "core/axes/axis_file.h"
#include "core/axes/model_axes.h"
#include "core/image/image_file.h"
#include "core/image/png.h"
#include "core/latent/seeds.h"
#include "core/model/model_file.h"
#include "core/support/format.h"
#include "tests/cli/command_line.h"

namespace progan {
namespace {

constexpr std::size_t kLatent = 16;
constexpr int kChannels = 3, kCells = 16;  // of level 0: 4 x 4
constexpr int kPictures = 300;

/// The length of every latent once it is normalised.
const double kNormalised = std::sqrt(static_cast<double>(kLatent));

/// Each of the 4 x 4 cells has a colour of its own, a linear function of the latent; the levels above only
/// enlarge.
Model patches() {
    Model model;
    ModelSpec& spec = model.spec;
    spec.latent_size = static_cast<int>(kLatent);
    spec.channels = {kChannels, kChannels, kChannels};
    spec.norm_after_first = false;
    spec.norm_placement = NormPlacement::none;
    spec.output_min = 0;
    spec.output_max = 8;
    spec.to_rgb_levels = {2};
    spec.last_level = 2;
    spec.name = "Patches";
    std::mt19937 random(3);
    std::normal_distribution<float> normal(0, 0.25f);
    for (const TensorShape& shape : required_tensors(spec)) {
        std::size_t count = 1;
        for (const std::int64_t size : shape.shape) count *= static_cast<std::size_t>(size);
        WeightTensor tensor{shape.name, shape.shape, std::vector<float>(count)};
        const auto channels = static_cast<std::size_t>(kChannels);
        if (shape.name == "levels.0.first.weight") {
            for (float& value : tensor.values) value = normal(random);
        } else if (shape.name == "levels.0.first.bias") {
            std::fill(tensor.values.begin(), tensor.values.end(), 4.0f);  // mid grey, and nothing is negative
        } else if (shape.name.ends_with(".weight")) {
            const std::size_t taps = count / (channels * channels);  // 9, or 1 of to-RGB
            for (std::size_t c = 0; c < channels; ++c)
                tensor.values[(c * channels + c) * taps + taps / 2] = 1;
        }
        model.tensors.push_back(std::move(tensor));
    }
    return model;
}

/// The direction in which the cells of columns 0 and 1, rows 0 to `rows`, get brighter.
Latent planted(const Model& model, int rows) {
    Latent direction(kLatent);
    for (int channel = 0; channel < kChannels; ++channel)
        for (int cell = 0; cell < kCells; ++cell) {
            if (cell % 4 >= 2 || cell / 4 >= rows) continue;
            const auto row = static_cast<std::size_t>(channel * kCells + cell);
            for (std::size_t c = 0; c < kLatent; ++c)
                direction[c] += model.tensors[0].values[row * kLatent + c];
        }
    const double norm = length(direction);
    for (float& component : direction) component = static_cast<float>(static_cast<double>(component) / norm);
    return direction;
}

/// The picture of a seed, computed from the first layer alone.
Image picture(const Model& model, std::uint32_t seed) {
    const Latent latent = latent_from_seed(seed, kLatent, SeedMode::numpy);
    const double scale = kNormalised / length(latent);
    Image image(16, 16);
    for (int y = 0; y < 16; ++y)
        for (int x = 0; x < 16; ++x)
            for (int channel = 0; channel < kChannels; ++channel) {
                const auto row = static_cast<std::size_t>(channel * kCells + (y / 4) * 4 + x / 4);
                double value = 4;
                for (std::size_t c = 0; c < kLatent; ++c)
                    value += scale * static_cast<double>(model.tensors[0].values[row * kLatent + c]) *
                             static_cast<double>(latent[c]);
                image.rgb[static_cast<std::size_t>((y * 16 + x) * 3 + channel)] =
                    static_cast<std::uint8_t>(std::clamp(std::lround(value * 255 / 8), 0L, 255L));
            }
    return image;
}

double along(const Latent& a, const Latent& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum / length(a) / length(b);
}

class LabelledDirections : public test::CommandLine {
  protected:
    void SetUp() override {
        CommandLine::SetUp();
        const Model model = patches();
        save_model(folder_ / "patches.safetensors", model);
        lamp_ = planted(model, 2);
        side_ = planted(model, 4);
        std::filesystem::create_directories(folder_ / "pictures");
        for (std::uint32_t seed = 1; seed <= kPictures; ++seed) {
            const std::vector<std::byte> png = encode_png(picture(model, seed));
            std::ofstream(folder_ / fmt::format("pictures/seed{:04}.png", seed), std::ios::binary)
                .write(reinterpret_cast<const char*>(png.data()), static_cast<std::streamsize>(png.size()));
        }
        write_file_atomically(folder_ / "labels.csv", std::string_view(labels()));
    }

    /// lamp_brightness: the planted attribute with some noise; side: which half of its own it is in, not told
    /// of every seventh picture; chance: nothing that can be seen; note: no attribute.
    std::string labels(const std::string& more = {}) const {
        std::string text = "file,lamp_brightness,side,chance,note\r\n";
        std::mt19937 random(5);
        std::normal_distribution<double> noise(0, 0.05);
        for (std::uint32_t seed = 1; seed <= kPictures; ++seed) {
            const Latent latent = latent_from_seed(seed, kLatent, SeedMode::numpy);
            text += fmt::format("seed{:04}.png,{:.4f},{},{},\"text {}, quoted\"\r\n", seed,
                                kNormalised * along(latent, lamp_) + noise(random),
                                seed % 7 == 0              ? ""
                                : along(latent, side_) > 0 ? "light"
                                                           : "dark",
                                random() % 2, seed);
        }
        return "\xef\xbb\xbf" + text + more;
    }

    static std::string command(const std::string& options = {}, const std::string& data = "pictures",
                               const std::string& csv = "labels.csv",
                               const std::string& output = "-o axes.npz ") {
        return "directions --method labels --model patches.safetensors " + output + "--data " + data +
               " --labels " + csv + " " + options;
    }

    /// What it says when it refuses, with the exit code.
    std::string refusal(const std::string& options, int exit_code) const {
        const Result result = run(options);
        EXPECT_EQ(result.exit_code, exit_code) << options;
        EXPECT_EQ(result.out, "") << options;
        EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
        EXPECT_FALSE(std::filesystem::exists(folder_ / "axes.npz")) << options;
        return result.err.substr(0, result.err.find('\n'));
    }

    Latent lamp_, side_;
};

TEST_F(LabelledDirections, AreThePlantedOnes) {
    done("render --model patches.safetensors --seeds 7 -o face.png");
    const Image face = read_image(folder_ / "face.png"), made = read_image(folder_ / "pictures/seed0007.png");
    ASSERT_EQ(face.rgb.size(), made.rgb.size());
    for (std::size_t i = 0; i < face.rgb.size(); ++i)
        ASSERT_NEAR(face.rgb[i], made.rgb[i], 1) << "the model makes what the test made";
    const std::string out =
        done(command("--attributes side,lamp_brightness,chance --title "
                     "'side=Left side:unlit,lit'"));
    const AxisFile file = load_axes(folder_ / "axes.npz");
    ASSERT_EQ(file.axes.size(), 2u) << "chance has none\n" << out;
    const Axis &side = file.axes[0], &lamp = file.axes[1];
    EXPECT_GT(along(lamp.direction, lamp_), 0.95);
    EXPECT_GT(along(side.direction, side_), 0.9);
    EXPECT_EQ(lamp.name, "Lamp brightness");
    EXPECT_EQ(lamp.method, AxisMethod::labels);
    EXPECT_EQ(lamp.order, 2);
    EXPECT_GT(lamp.effect, 0);
    EXPECT_GE(lamp.range.value_or(0), 30);
    EXPECT_EQ(side.name, "Left side");
    EXPECT_EQ(side.low, "unlit");
    EXPECT_EQ(side.high, "lit");
    EXPECT_EQ(side.order, 1);
    EXPECT_NE(out.find("no better than chance"), std::string::npos) << out;
}

TEST_F(LabelledDirections, AreToldWithTheirAccuracy) {
    const nlohmann::json told = nlohmann::json::parse(done(command("--json")));
    const nlohmann::json& list = told.at("attributes");
    ASSERT_EQ(list.size(), 3u) << "in the order of the columns; note cannot be learned";
    EXPECT_EQ(list[0]["attribute"], "lamp_brightness");
    EXPECT_EQ(list[0]["pictures"], kPictures);
    EXPECT_GT(list[0]["r_squared"], 0.9);
    EXPECT_GT(list[0]["axis"]["fit"], 0.9);
    EXPECT_GT(list[0]["axis"]["rising"], 0.9);
    EXPECT_GT(list[0]["axis"]["changes"]["lamp_brightness"], 3);
    EXPECT_EQ(list[1]["pictures"], kPictures - kPictures / 7) << "what is not labelled is left out";
    EXPECT_GT(list[1]["auc"], 0.9);
    EXPECT_EQ(list[1]["axis"]["low"], "dark");
    EXPECT_EQ(list[1]["axis"]["high"], "light");
    EXPECT_FALSE(list[2]["above_chance"]);
    EXPECT_NEAR(list[2]["auc"], 0.5, 0.1);
    EXPECT_FALSE(list[2].contains("axis"));
    EXPECT_FALSE(list[0]["axis"]["changes"].contains("chance"));
}

TEST_F(LabelledDirections, LeaveTheirConditionsAlone) {
    const auto leaked = [&](const std::string& options) {
        const nlohmann::json told =
            nlohmann::json::parse(done(command("--json --attributes lamp_brightness,side " + options)));
        return std::abs(told["attributes"][0]["axis"]["changes"]["side"].get<double>());
    };
    ASSERT_GT(along(lamp_, side_), 0.3) << "the two attributes share cells";
    const double before = leaked("");
    EXPECT_GT(before, 1);
    EXPECT_LT(leaked("--conditional lamp_brightness:side"), before / 4);
    EXPECT_LT(std::abs(along(load_axes(folder_ / "axes.npz").axes[0].direction, side_)), 0.2);
    const Latent side_alone = load_axes(folder_ / "axes.npz").axes[1].direction;
    EXPECT_GT(along(side_alone, side_), 0.9) << "on which nothing was put";
    EXPECT_LT(leaked("--conditional all"), before / 4);
    EXPECT_LT(std::abs(along(load_axes(folder_ / "axes.npz").axes[1].direction, lamp_)), 0.2);
}

TEST_F(LabelledDirections, TravelInACopyOfTheModel) {
    const auto sha256 = [&](const std::string& file) {
        return nlohmann::json::parse(done("info --json " + file)).at("sha256").get<std::string>();
    };
    const std::string original = read_text_file(folder_ / "patches.safetensors", 1 << 20);
    done(command("--attributes side,lamp_brightness -o copy.safetensors", "pictures", "labels.csv", ""));
    EXPECT_EQ(read_text_file(folder_ / "patches.safetensors", 1 << 20), original);
    EXPECT_EQ(sha256("copy.safetensors"), sha256("patches.safetensors"));
    const std::vector<Axis> axes =
        axes_from_model_text(load_model(folder_ / "copy.safetensors").axes, "copy.safetensors", kLatent);
    ASSERT_EQ(axes.size(), 2u);
    EXPECT_EQ(axes[0].low, "dark");
    EXPECT_EQ(axes[1].name, "Lamp brightness");
    EXPECT_GT(along(axes[1].direction, lamp_), 0.95);
    done("render --model copy.safetensors --seeds 3 -o copy.png");
    done("render --model patches.safetensors --seeds 3 -o original.png");
    EXPECT_EQ(read_image(folder_ / "copy.png"), read_image(folder_ / "original.png"));

    const Result onto = run(command("-o patches.safetensors", "pictures", "labels.csv", ""));
    EXPECT_EQ(onto.exit_code, 2);
    EXPECT_EQ(
        onto.err,
        "progan: \"patches.safetensors\" is the model itself, but a copy with axes needs another name.\n");
    EXPECT_EQ(run(command("-o axes.txt", "pictures", "labels.csv", "")).exit_code, 2);
}

TEST_F(LabelledDirections, RefuseWhatCannotBeUsed) {
    EXPECT_EQ(refusal("directions --method labels -o axes.npz", 2),
              "progan: --method labels needs --data DIR and --labels CSV.");
    EXPECT_EQ(refusal("directions --data pictures -o axes.npz", 2),
              "progan: --data, --labels and what belongs to them apply only to --method labels.");
    EXPECT_EQ(
        refusal(command("--count 3"), 2),
        "progan: --level and --count do not apply to --method labels, which makes an axis per attribute.");
    EXPECT_EQ(refusal(command("--conditional side"), 2),
              "progan: --conditional \"side\" cannot be read: write all, or COLUMN:OTHER,OTHER.");
    EXPECT_EQ(refusal(command("--title side=a:b"), 2),
              "progan: --title \"side=a:b\" cannot be read: write COLUMN=NAME or COLUMN=NAME:LOW,HIGH.");
    EXPECT_EQ(refusal(command("--title smile=Smile"), 2),
              "progan: --title names \"smile\", which is not one of the attributes that are learned.");
    EXPECT_EQ(refusal(command("--conditional smile:side"), 2),
              "progan: --conditional names \"smile\", which is not one of the attributes that are learned.");
    EXPECT_EQ(refusal(command("--conditional side:side"), 2),
              "progan: --conditional \"side:side\" puts a column under its own condition.");
    EXPECT_EQ(refusal(command("--conditional side:chance"), 1),
              "progan: 'chance' cannot be a condition, because it has no axis.");
    EXPECT_EQ(refusal(command("--attributes chance"), 1),
              "progan: None of the attributes can be predicted from these pictures better than by chance, so "
              "there is nothing to make axes of.");
    EXPECT_EQ(refusal(command("--attributes smile"), 1),
              "progan: labels.csv has no attribute 'smile', but has lamp_brightness, side, chance, note.");
    EXPECT_NE(refusal(command("--attributes note"), 1).find("numbers or two texts are needed"),
              std::string::npos);
    EXPECT_NE(refusal(command("", "pictures", "none.csv"), 1).find("none.csv"), std::string::npos);
    EXPECT_EQ(refusal(command("", "none"), 1),
              "progan: none is not a folder, but the folder of the labelled pictures is needed.");
    const auto with = [&](const std::string& line) {
        write_file_atomically(folder_ / "labels.csv", std::string_view(labels(line)));
        return refusal(command(), 1);
    };
    EXPECT_EQ(with("none.png,1,light,1,x\n"),
              "progan: labels.csv: line 302 names the picture 'none.png', but pictures contains none of that "
              "name.");
    EXPECT_EQ(with("seed0001.png,1,light,1,x\n"),
              "progan: labels.csv: line 302 names the picture 'seed0001.png', as line 2 does, but each may "
              "have only "
              "one line.");
    EXPECT_EQ(with("seed0001.png,1\n"),
              "progan: labels.csv: line 302 needs 5 values, one for each column, but has 2.");
    EXPECT_EQ(with("seed0001.png,\"1,light,1,x\n"),
              "progan: labels.csv: line 302 begins a value in quotes that is never closed, but a quote is "
              "needed at "
              "its end.");
}

/// Pictures that cannot be read and lines without a picture are told of, not fatal.
TEST_F(LabelledDirections, ContinueWithoutAPicture) {
    write_file_atomically(folder_ / "pictures/seed0009.png", std::string_view("broken"));
    write_file_atomically(folder_ / "labels.csv", std::string_view(labels("none.png,1,light,1,x\n")));
    const Result result = run(command("--skip-missing --attributes lamp_brightness"));
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.err.find("whose picture is not in the folder (1)"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("seed0009.png"), std::string::npos) << result.err;
    EXPECT_NE(result.out.find(std::to_string(kPictures - 1)), std::string::npos) << result.out;
}

}  // namespace
}  // namespace progan
