// `progan evaluate --labels` on labelled pictures whose axes are planted.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/axes/axis_file.h"
#include "core/axes/learned_direction.h"
#include "core/latent/seeds.h"
#include "core/support/format.h"
#include "tests/cli/command_line.h"
#include "tests/fixtures/labelled_patches.h"

namespace progan {
namespace {

/// Whether axes do what they say, by a reader of pixels, which they were not learned from.
class EvaluatedAxes : public test::CommandLine {
  protected:
    void SetUp() override {
        CommandLine::SetUp();
        patches_.write(folder_);
    }
    /// What it says when it refuses, with the exit code.
    std::string refusal(const std::string& options, int exit_code) const {
        const Result result = run(options);
        EXPECT_EQ(result.exit_code, exit_code) << options;
        EXPECT_EQ(result.out, "") << options;
        EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
        return result.err.substr(0, result.err.find('\n'));
    }
    static Axis planted(const std::string& name, const std::string& attribute, const Latent& direction) {
        Axis axis;
        axis.id = name;
        axis.name = name;
        axis.method = AxisMethod::labels;
        axis.attribute = attribute;
        axis.direction = direction;
        axis.range = 30;
        return axis;
    }
    static Latent turned_round(Latent direction) {
        for (float& component : direction) component = -component;
        return direction;
    }
    /// Another attribute, which has nothing to do with the first.
    Latent across() const {
        Latent other(test::kPatchLatent);
        other[3] = 1;
        return orthogonal_to(other, std::vector<Latent>{lamp_, side_});
    }
    void save(const std::vector<Axis>& axes) const {
        save_axes(folder_ / "planted.npz", {"", "Patches", axes});
    }

    const test::LabelledPatches patches_;
    const Latent &lamp_ = patches_.lamp(), &side_ = patches_.side();
    const std::string evaluate_ = "evaluate --data pictures --labels labels.csv --faces 40 ";
};

TEST_F(EvaluatedAxes, AreToldToDoWhatTheySay) {
    done(
        "directions --method labels --model patches.safetensors --data pictures --labels labels.csv "
        "--attributes side,lamp_brightness --conditional all -o copy.safetensors");
    const nlohmann::json told = nlohmann::json::parse(done(evaluate_ + "--model copy.safetensors --json"));
    EXPECT_EQ(told["model"], "Patches");
    EXPECT_EQ(told["pictures"], test::kPatchPictures);
    EXPECT_EQ(told["faces"], 40);
    EXPECT_EQ(told["wanted"]["rising"], 0.9);
    ASSERT_EQ(told["attributes"].size(), 2u);
    EXPECT_GT(told["attributes"][0]["auc"], 0.9);
    EXPECT_GT(told["attributes"][1]["r_squared"], 0.9);
    ASSERT_EQ(told["axes"].size(), 2u);
    const nlohmann::json &side = told["axes"][0], &lamp = told["axes"][1];
    EXPECT_EQ(side["axis"], "Side");
    EXPECT_EQ(side["attribute"], "side");
    EXPECT_EQ(lamp["verdict"], "does");
    EXPECT_GT(lamp["rising"], 0.9);
    EXPECT_GT(lamp["changes"]["lamp_brightness"], 2);
    EXPECT_LT(std::abs(lamp["changes"]["side"].get<double>()), 1);
    ASSERT_EQ(told["correlated"].size(), 1u) << "the two share cells, and the labels tell";
    EXPECT_GT(told["correlated"][0]["r"], 0.3);
    EXPECT_TRUE(lamp["leaks"].empty()) << "the only other one is exempt";
}

TEST_F(EvaluatedAxes, AreToldToBeBadWhenTheyAre) {
    const Latent half_across = [&] {
        Latent direction = lamp_;
        for (std::size_t i = 0; i < direction.size(); ++i) direction[i] += across()[i];
        const double norm = length(direction);
        for (float& component : direction)
            component = static_cast<float>(static_cast<double>(component) / norm);
        return direction;
    }();
    // A third attribute, so that there is something to leak into.
    std::string labels = "file,lamp,other\n";
    for (std::uint32_t seed = 1; seed <= test::kPatchPictures; ++seed) {
        const Latent latent = latent_from_seed(seed, test::kPatchLatent, SeedMode::numpy);
        labels += fmt::format("seed{:04}.png,{:.4f},{:.4f}\n", seed, test::cosine(latent, lamp_),
                              test::cosine(latent, across()));
    }
    write_file_atomically(folder_ / "other.csv", std::string_view(labels));
    save({planted("Good", "lamp", lamp_), planted("Leaking", "lamp", half_across),
          planted("Reversed", "lamp", turned_round(lamp_)), planted("Unrelated", "lamp", across()),
          planted("Other", "other", across())});
    const std::string command =
        "evaluate --data pictures --labels other.csv --faces 60 --model patches.safetensors --axes "
        "planted.npz";
    const nlohmann::json told = nlohmann::json::parse(done(command + " --json"));
    ASSERT_EQ(told["axes"].size(), 5u);
    EXPECT_EQ(told["axes"][0]["verdict"], "does");
    EXPECT_LT(std::abs(told["axes"][0]["leaks"]["other"].get<double>()), 0.1);
    EXPECT_EQ(told["axes"][1]["verdict"], "leaks");
    EXPECT_NEAR(told["axes"][1]["leaks"]["other"].get<double>(), 1, 0.25);
    EXPECT_EQ(told["axes"][2]["verdict"], "falls");
    EXPECT_NE(told["axes"][3]["verdict"], "does");
    EXPECT_EQ(told["axes"][4]["verdict"], "does");

    const std::string table = done(command);
    const auto line = [&](const std::string& name) {
        const std::size_t at = table.find("\n" + name);
        return at == std::string::npos ? table : table.substr(at + 1, table.find('\n', at + 1) - at - 1);
    };
    const auto has = [&](const std::string& name, const std::string& text) {
        return line(name).find(text) != std::string::npos;
    };
    EXPECT_TRUE(has("Good", "  yes   other +0 %")) << table;
    EXPECT_TRUE(has("Leaking", "  no    other +")) << table;
    EXPECT_TRUE(line("Leaking").ends_with(" %!")) << table;
    EXPECT_TRUE(has("Reversed", "    0 %!  -")) << table;
    EXPECT_TRUE(line("Reversed").ends_with("!  no")) << table;
    EXPECT_TRUE(has("Unrelated", " %!")) << table;
    EXPECT_TRUE(has("Other", "  yes   lamp +0 %")) << table;
    EXPECT_EQ(table.find("-0 %"), std::string::npos) << table;
    EXPECT_NE(table.find("\n2 of 5 axes do what they say."), std::string::npos) << table;

    const std::string markdown = done(command + " --markdown");
    EXPECT_NE(markdown.find("\n| Good | lamp | R"), std::string::npos) << markdown;
    EXPECT_NE(markdown.find("| | lamp | other |\n"), std::string::npos) << markdown;
}

TEST_F(EvaluatedAxes, AreRefusedInOneSentence) {
    EXPECT_EQ(refusal(evaluate_ + "--model patches.safetensors", 1),
              "progan: patches.safetensors has no axes learned from labels; progan directions --method "
              "labels makes them.");
    save({planted("A", "", lamp_)});
    const std::string with_axes = "--model patches.safetensors --axes planted.npz";
    EXPECT_EQ(
        refusal(evaluate_ + with_axes, 1),
        "progan: planted.npz has no axes learned from labels; progan directions --method labels makes them.");
    save({planted("A", "side", {1, 0})});
    EXPECT_EQ(refusal(evaluate_ + with_axes, 1),
              "progan: The axis 'A' has 2 numbers, but the model's latents have 16.");
    save({planted("A", "smile", lamp_)});
    EXPECT_EQ(refusal(evaluate_ + with_axes, 1),
              "progan: labels.csv has no attribute 'smile', but has lamp_brightness, side, chance, note.");
    save({planted("A", "lamp_brightness", lamp_)});
    EXPECT_NE(refusal("evaluate --data pictures --labels none.csv " + with_axes, 1).find("none.csv"),
              std::string::npos);
    EXPECT_EQ(refusal("evaluate --data none --labels labels.csv " + with_axes, 1),
              "progan: none is not a folder, but the folder of the labelled pictures is needed.");
    EXPECT_EQ(
        refusal(evaluate_ + "--model patches.safetensors --axes labels.csv", 1).find("progan: labels.csv"),
        0u);
    std::string few = "file,lamp_brightness\n";
    for (int seed = 1; seed < 40; ++seed) few += fmt::format("seed{:04}.png,{}\n", seed, seed);
    write_file_atomically(folder_ / "few.csv", std::string_view(few));
    EXPECT_EQ(refusal("evaluate --data pictures --labels few.csv " + with_axes, 1),
              "progan: few.csv names 39 pictures that are in pictures, but at least 40 are needed.");
    write_file_atomically(folder_ / "few.csv", std::string_view(few + "none.png,3\n"));
    EXPECT_EQ(refusal("evaluate --data pictures --labels few.csv " + with_axes, 1),
              "progan: few.csv: line 41 names the picture 'none.png', but pictures contains none of that "
              "name.");
}

TEST_F(EvaluatedAxes, AreNotToldWithWhatDoesNotBelong) {
    const std::string compared = "evaluate --data pictures --model patches.safetensors ";
    for (const char* option : {"--axes axes.npz", "--faces 9", "--skip-missing", "--markdown"})
        EXPECT_EQ(refusal(compared + option, 2),
                  "progan: " + std::string(option, std::strcspn(option, " ")) + " needs --labels CSV.");
    for (const char* option : {"--patches 9", "--pairs 9", "--pad"})
        EXPECT_EQ(refusal(evaluate_ + option, 2),
                  "progan: " + std::string(option, std::strcspn(option, " ")) +
                      " does not apply with --labels, which does not compare pictures.");
    EXPECT_EQ(refusal(evaluate_ + "--json --markdown", 2),
              "progan: --json and --markdown cannot be used together.");
}

TEST_F(EvaluatedAxes, AreToldWithoutTheLinesThatHaveNoPicture) {
    save({planted("A", "lamp_brightness", lamp_)});
    write_file_atomically(folder_ / "pictures/seed0009.png", std::string_view("broken"));
    write_file_atomically(folder_ / "labels.csv",
                          std::string_view(patches_.labels("none.png,1,light,1,x\n")));
    const Result result =
        run(evaluate_ + "--skip-missing --json --model patches.safetensors --axes planted.npz");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.err.find("whose picture is not in the folder (1)"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("seed0009.png"), std::string::npos) << result.err;
    EXPECT_EQ(nlohmann::json::parse(result.out)["pictures"], test::kPatchPictures - 1);
}

}  // namespace
}  // namespace progan
