// `progan directions --method labels` on labelled pictures of another kind than faces.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/axes/axis_file.h"
#include "core/axes/model_axes.h"
#include "core/image/image_file.h"
#include "core/model/model_file.h"
#include "tests/cli/command_line.h"
#include "tests/fixtures/labelled_patches.h"

namespace progan {
namespace {

using test::cosine;

class LabelledDirections : public test::CommandLine {
  protected:
    void SetUp() override {
        CommandLine::SetUp();
        patches_.write(folder_);
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

    const test::LabelledPatches patches_;
    const Latent &lamp_ = patches_.lamp(), &side_ = patches_.side();
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
    EXPECT_GT(cosine(lamp.direction, lamp_), 0.95);
    EXPECT_GT(cosine(side.direction, side_), 0.9);
    EXPECT_EQ(lamp.name, "Lamp brightness");
    EXPECT_EQ(lamp.method, AxisMethod::labels);
    EXPECT_EQ(lamp.order, 2);
    EXPECT_GT(lamp.effect, 0);
    EXPECT_GE(lamp.range.value_or(0), 30);
    EXPECT_EQ(side.name, "Left side");
    EXPECT_EQ(side.attribute, "side") << "whatever it is called";
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
    EXPECT_EQ(list[0]["pictures"], test::kPatchPictures);
    EXPECT_GT(list[0]["r_squared"], 0.9);
    EXPECT_GT(list[0]["axis"]["fit"], 0.9);
    EXPECT_GT(list[0]["axis"]["rising"], 0.9);
    EXPECT_GT(list[0]["axis"]["changes"]["lamp_brightness"], 3);
    EXPECT_EQ(list[1]["pictures"], test::kPatchPictures - test::kPatchPictures / 7)
        << "what is not labelled is left out";
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
    ASSERT_GT(cosine(lamp_, side_), 0.3) << "the two attributes share cells";
    const double before = leaked("");
    EXPECT_GT(before, 1);
    EXPECT_LT(leaked("--conditional lamp_brightness:side"), before / 4);
    EXPECT_LT(std::abs(cosine(load_axes(folder_ / "axes.npz").axes[0].direction, side_)), 0.2);
    const Latent side_alone = load_axes(folder_ / "axes.npz").axes[1].direction;
    EXPECT_GT(cosine(side_alone, side_), 0.9) << "on which nothing was put";
    EXPECT_LT(leaked("--conditional all"), before / 4);
    EXPECT_LT(std::abs(cosine(load_axes(folder_ / "axes.npz").axes[1].direction, lamp_)), 0.2);
}

TEST_F(LabelledDirections, TravelInACopyOfTheModel) {
    const auto sha256 = [&](const std::string& file) {
        return nlohmann::json::parse(done("info --json " + file)).at("sha256").get<std::string>();
    };
    const std::string original = read_text_file(folder_ / "patches.safetensors", 1 << 20);
    done(command("--attributes side,lamp_brightness -o copy.safetensors", "pictures", "labels.csv", ""));
    EXPECT_EQ(read_text_file(folder_ / "patches.safetensors", 1 << 20), original);
    EXPECT_EQ(sha256("copy.safetensors"), sha256("patches.safetensors"));
    const std::vector<Axis> axes = axes_from_model_text(load_model(folder_ / "copy.safetensors").axes,
                                                        "copy.safetensors", test::kPatchLatent);
    ASSERT_EQ(axes.size(), 2u);
    EXPECT_EQ(axes[0].low, "dark");
    EXPECT_EQ(axes[1].name, "Lamp brightness");
    EXPECT_GT(cosine(axes[1].direction, lamp_), 0.95);
    done("render --model copy.safetensors --seeds 3 -o copy.png");
    done("render --model patches.safetensors --seeds 3 -o original.png");
    EXPECT_EQ(read_image(folder_ / "copy.png"), read_image(folder_ / "original.png"));

    const Result onto = run(command("-o patches.safetensors", "pictures", "labels.csv", ""));
    EXPECT_EQ(onto.exit_code, 2);
    EXPECT_EQ(onto.err,
              "progan: --output names \"patches.safetensors\", which --model reads: give the result another "
              "name.\n");
    EXPECT_EQ(run(command("-o axes.txt", "pictures", "labels.csv", "")).exit_code, 2);
}

TEST_F(LabelledDirections, RefuseWhatCannotBeUsed) {
    EXPECT_EQ(refusal("directions --method labels -o axes.npz", 2),
              "progan: --method labels needs --data DIR and --labels CSV.");
    EXPECT_EQ(refusal("directions --data pictures -o axes.npz", 2),
              "progan: --data, --labels and their related options apply only to --method labels.");
    EXPECT_EQ(
        refusal(command("--count 3"), 2),
        "progan: --level and --count do not apply to --method labels, which makes one axis per attribute.");
    EXPECT_EQ(refusal(command("--conditional side"), 2),
              "progan: --conditional \"side\" cannot be read: write unrelated, all, or COLUMN:OTHER,OTHER.");
    EXPECT_EQ(refusal(command("--title side=a:b"), 2),
              "progan: --title \"side=a:b\" cannot be read: write COLUMN=NAME or COLUMN=NAME:LOW,HIGH.");
    EXPECT_EQ(refusal(command("--title smile=Smile"), 2),
              "progan: --title names \"smile\", which is not one of the attributes to learn.");
    EXPECT_EQ(refusal(command("--conditional smile:side"), 2),
              "progan: --conditional names \"smile\", which is not one of the attributes to learn.");
    EXPECT_EQ(refusal(command("--conditional side:side"), 2),
              "progan: --conditional \"side:side\" makes a column a condition of itself.");
    EXPECT_EQ(refusal(command("--conditional side:chance"), 1),
              "progan: 'chance' cannot be a condition, because it has no axis.");
    EXPECT_EQ(refusal(command("--attributes chance"), 1),
              "progan: None of the attributes can be predicted from these pictures better than by chance, so "
              "there is nothing to make axes from.");
    EXPECT_EQ(refusal(command("--attributes smile"), 1),
              "progan: labels.csv has no attribute 'smile', but has lamp_brightness, side, chance, note.");
    EXPECT_NE(refusal(command("--attributes note"), 1).find("numbers or two texts are needed"),
              std::string::npos);
    EXPECT_NE(refusal(command("", "pictures", "none.csv"), 1).find("none.csv"), std::string::npos);
    EXPECT_EQ(refusal(command("", "none"), 1),
              "progan: none is not a folder, but the folder of the labelled pictures is needed.");
    const auto with = [&](const std::string& line) {
        write_file_atomically(folder_ / "labels.csv", std::string_view(patches_.labels(line)));
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
              "progan: labels.csv: line 302 begins a quoted value that is never closed, but needs a quote at "
              "its end.");
}

/// With what a discriminator sees.
class FromADiscriminator : public LabelledDirections {
  protected:
    void SetUp() override {
        LabelledDirections::SetUp();
        setenv("OMP_NUM_THREADS", "1",
               1);  // threads that wait for each other beside other tests take minutes
        done(
            "train --data pictures --out run --device cpu --resolution 16 --latent 4 --channels 8,8,8 "
            "--images-per-phase 160 --batch 8");
    }
    struct Told {
        nlohmann::json json;
        std::string err;
    };
    /// What is said of the attributes, two of which are planted.
    Told told(const std::string& options, const std::string& model = "patches.safetensors") const {
        const Result result =
            run("directions --method labels --json --data pictures --labels labels.csv "
                "--attributes lamp_brightness,side -o axes.npz --model " +
                model + " " + options);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        const std::vector<Axis> axes = load_axes(folder_ / "axes.npz").axes;
        EXPECT_EQ(axes.size(), 2u);
        if (axes.size() == 2) {
            EXPECT_GT(cosine(axes[0].direction, lamp_), 0.95);
            EXPECT_GT(cosine(axes[1].direction, side_), 0.9);
        }
        return {nlohmann::json::parse(result.out), result.err};
    }

    /// For a program that finds no LibTorch.
    class WithoutTorch {
      public:
        WithoutTorch() { setenv("PROGAN_TORCH_LIBRARY", "/none.so", 1); }
        ~WithoutTorch() { unsetenv("PROGAN_TORCH_LIBRARY"); }
    };

    const nlohmann::json basis_ = nlohmann::json::array({"basis"}),
                         both_ = nlohmann::json::array({"basis", "discriminator"});
    const std::string saved_ = "Saved 2 directions to axes.npz.\n";
};

TEST_F(FromADiscriminator, AreThePlantedOnesToo) {
    const Told without = told("");
    EXPECT_EQ(without.json["features"], basis_);
    EXPECT_FALSE(without.json.contains("discriminator"));
    EXPECT_EQ(without.err, "Learned from colours and edges at several scales.\n" + saved_);
    const Told with = told("--discriminator run/discriminator.safetensors");
    EXPECT_EQ(with.json["features"], both_);
    EXPECT_EQ(with.json["discriminator"], "run/discriminator.safetensors");
    EXPECT_EQ(with.err,
              "Learned from colours and edges at several scales, and from the features of "
              "run/discriminator.safetensors.\n" +
                  saved_);
    EXPECT_GT(cosine(load_axes(folder_ / "axes.npz").axes[0].direction, lamp_), 0.95);
    EXPECT_NE(with.json["attributes"][0]["r_squared"], without.json["attributes"][0]["r_squared"]);
}

TEST_F(FromADiscriminator, TheOneOfItsRunNeedsNotBeNamed) {
    std::filesystem::copy_file(folder_ / "run/discriminator.safetensors",
                               folder_ / "discriminator.safetensors");
    EXPECT_EQ(told("").json["discriminator"], "discriminator.safetensors");
    const std::string snapshot = "run/snapshots/" + names(folder_ / "run/snapshots").back();
    std::filesystem::copy_file(folder_ / "patches.safetensors", folder_ / snapshot,
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_EQ(told("", snapshot).json["discriminator"], "run/discriminator.safetensors");
}

TEST_F(FromADiscriminator, OneThatCannotBeUsedIsDoneWithout) {
    done(
        "train --data pictures --out small --device cpu --resolution 8 --latent 4 --channels 8,8 "
        "--images-per-phase 16 --batch 8");
    std::filesystem::copy_file(folder_ / "small/discriminator.safetensors",
                               folder_ / "discriminator.safetensors");
    const std::string other_size =
        "discriminator.safetensors judges pictures of 8 x 8, but the model makes them of 16 x 16.";
    const Told told_of_size = told("");
    EXPECT_EQ(told_of_size.json["features"], basis_);
    EXPECT_EQ(told_of_size.err,
              "Learned from colours and edges at several scales. The discriminator next to the model was not "
              "used: " +
                  other_size + "\n" + saved_);
    std::filesystem::remove(folder_ / "axes.npz");

    EXPECT_EQ(refusal(command("--discriminator discriminator.safetensors"), 1), "progan: " + other_size);
    EXPECT_EQ(refusal(command("--discriminator run/model.safetensors"), 1),
              "progan: run/model.safetensors is not a discriminator that progan train wrote, but the "
              "discriminator.safetensors of a run is needed.");
    EXPECT_NE(refusal(command("--discriminator none.safetensors"), 1).find("none.safetensors"),
              std::string::npos);
    std::filesystem::resize_file(folder_ / "run/discriminator.safetensors", 3000);
    EXPECT_NE(refusal(command("--discriminator run/discriminator.safetensors"), 1)
                  .find("run/discriminator.safetensors"),
              std::string::npos);
    EXPECT_EQ(refusal("directions --discriminator discriminator.safetensors -o axes.npz", 2),
              "progan: --data, --labels and their related options apply only to --method labels.");
}

TEST_F(FromADiscriminator, LibTorchIsNeeded) {
    std::filesystem::copy_file(folder_ / "run/discriminator.safetensors",
                               folder_ / "discriminator.safetensors");
    const WithoutTorch without;
    const std::string reason =
        "discriminator.safetensors cannot be used without LibTorch: The library /none.so cannot be opened: ";
    EXPECT_EQ(refusal(command("--discriminator discriminator.safetensors"), 1).find("progan: " + reason), 0u);
    const Told fallen_back = told("");
    EXPECT_EQ(fallen_back.json["features"], basis_);
    EXPECT_NE(fallen_back.err.find("was not used: " + reason), std::string::npos) << fallen_back.err;
}

/// Pictures that cannot be read and lines without a picture are told of, not fatal.
TEST_F(LabelledDirections, ContinueWithoutAPicture) {
    write_file_atomically(folder_ / "pictures/seed0009.png", std::string_view("broken"));
    write_file_atomically(folder_ / "labels.csv",
                          std::string_view(patches_.labels("none.png,1,light,1,x\n")));
    const Result result = run(command("--skip-missing --attributes lamp_brightness"));
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.err.find("whose picture is not in the folder (1)"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("seed0009.png"), std::string::npos) << result.err;
    EXPECT_NE(result.out.find(std::to_string(test::kPatchPictures - 1)), std::string::npos) << result.out;
}

}  // namespace
}  // namespace progan
