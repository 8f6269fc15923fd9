// What is said where the arguments are wrong: the option, what was found and what is needed, in one sentence.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/cli/command_line.h"

namespace progan {
namespace {

class Usage : public test::CommandLine {
  protected:
    std::string refused(const std::string& arguments) const {
        const Result result = run(arguments);
        EXPECT_EQ(result.exit_code, 2) << arguments << "\n" << result.err;
        EXPECT_EQ(result.out, "") << arguments;
        return result.err;
    }
};

TEST_F(Usage, AValueThatDoesNotFitIsNamedWithWhatIsNeeded) {
    EXPECT_EQ(refused("render --seeds 1 -o a.png --quality x"),
              "progan: --quality was given 'x', but needs a whole number from 1 to 100; see progan render "
              "--help.\n");
    EXPECT_EQ(refused("render --seeds 1 -o a.png --quality 101"),
              "progan: --quality was given '101', but needs a whole number from 1 to 100; see progan render "
              "--help.\n");
    EXPECT_EQ(refused("render --seeds 1 -o a.png --alpha 2"),
              "progan: --alpha was given '2', but needs a number from 0 to 1; see progan render --help.\n");
    EXPECT_EQ(refused("render --seeds 1 -o a.png --seed-mode x"),
              "progan: --seed-mode was given 'x', but needs numpy or torch; see progan render --help.\n");
    EXPECT_EQ(refused("bench --batch 1,x"),
              "progan: --batch was given 'x', but needs a whole number from 1 to 1024; see progan bench "
              "--help.\n");
    EXPECT_EQ(
        refused("project a.jpg -o out --seed x"),
        "progan: --seed was given 'x', but needs a whole number, 0 or more; see progan project --help.\n");
    EXPECT_EQ(refused("project a.jpg -o out --time -1"),
              "progan: --time was given '-1', but needs a number above 0; see progan project --help.\n");
    EXPECT_EQ(refused("train --data . --out run --augment x"),
              "progan: --augment was given 'x': it must be ada, none or a probability from 0 to 0.8; see "
              "progan train --help.\n");
    EXPECT_EQ(refused("train --data . --out run --init nothing.safetensors"),
              "progan: --init was given 'nothing.safetensors', but needs an existing file; see progan train "
              "--help.\n");
    EXPECT_EQ(refused("train --data . --out run --latent x"),
              "progan: --latent was given 'x', but needs a whole number; see progan train --help.\n");
}

TEST_F(Usage, WhatIsMissingIsNamed) {
    EXPECT_EQ(refused("render --seeds 1"),
              "progan: --output is required, but was not given; see progan render --help.\n");
    EXPECT_EQ(refused("convert -o a.safetensors"),
              "progan: the argument checkpoint is required, but was not given; see progan convert --help.\n");
    EXPECT_EQ(
        refused("render --seeds 1 -o a.png --quality"),
        "progan: --quality was given no value, but needs a whole number from 1 to 100; see progan render "
        "--help.\n");
    EXPECT_EQ(
        refused("render --seeds 1 -o a.png --model"),
        "progan: --model was given no value, but needs the name of a file; see progan render --help.\n");
    EXPECT_EQ(refused("bench --save-values a.npy"),
              "progan: --save-values also needs --latents, which was not given; see progan bench --help.\n");
    EXPECT_EQ(refused(""), "progan: a command is needed, such as progan info; see progan --help.\n");
}

TEST_F(Usage, WhatIsTooMuchIsNamed) {
    EXPECT_EQ(refused("render --seeds 1 -o a.png --nonsense"),
              "progan: '--nonsense' is not an option of progan render; see progan render --help.\n");
    EXPECT_EQ(refused("info a b"),
              "progan: progan info was given 'b', which is one argument too many; see progan info --help.\n");
    EXPECT_EQ(refused("project a.jpg -o out --no-align --anchors 1,1,2,1,1,2"),
              "progan: --anchors and --no-align cannot be used together; see progan project --help.\n");
}

TEST_F(Usage, WhatWouldHaveNoEffectIsRefused) {
    EXPECT_NE(refused("interpolate --seeds 1,2 -o a.gif --pictures 4").find("--pictures also needs --sheet"),
              std::string::npos);
    EXPECT_NE(refused("interpolate --seeds 1,2 -o a.apng --dither none").find("--dither applies to a GIF"),
              std::string::npos);
    EXPECT_NE(
        refused("render --seeds 1 -o a.png --format webp").find("--format is for the files in a folder"),
        std::string::npos);
}

TEST_F(Usage, AFlagTakesNoValue) {
    for (const auto& [command, flag] : {std::pair{"info", "--json"},
                                        {"bench", "--json"},
                                        {"doctor", "--quick"},
                                        {"train", "--resume"},
                                        {"interpolate", "--loop"},
                                        {"render", "--captions"},
                                        {"evaluate", "--pad"},
                                        {"project", "--no-align"},
                                        {"convert", "--refit-heads"},
                                        {"directions", "--skip-missing"},
                                        {"render", "--help"}})
        for (const char* value : {"5x", "5", "0", "false", "no"})
            EXPECT_EQ(refused(std::string(command) + " " + flag + "=" + value),
                      std::string("progan: ") + flag + " takes no value, but was given one; see progan " +
                          command + " --help.\n");
    EXPECT_EQ(refused("--version=2"),
              "progan: --version takes no value, but was given one; see progan --help.\n");
}

TEST_F(Usage, HelpAndVersionAreNoFault) {
    EXPECT_NE(done("--help").find("render"), std::string::npos);
    EXPECT_NE(done("render --help").find("--quality"), std::string::npos);
    EXPECT_EQ(run("--version").err, "");
}

}  // namespace
}  // namespace progan
