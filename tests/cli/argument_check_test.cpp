// What would be lost by a command, or means nothing, is refused before it runs.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>

#include "core/support/paths.h"
#include "tests/cli/command_line.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

class ArgumentCheck : public test::CommandLine {
  protected:
    void SetUp() override {
        test::CommandLine::SetUp();
        fs::copy_file(default_model_path(), folder_ / "model.safetensors");
    }
    /// The message, when the command is used wrongly.
    std::string refused(const std::string& arguments) const {
        const Result result = run(arguments);
        EXPECT_EQ(result.exit_code, 2) << arguments << "\n" << result.err;
        return result.err;
    }
};

TEST_F(ArgumentCheck, AnInputIsNeverOverwritten) {
    const auto size = fs::file_size(folder_ / "model.safetensors");
    EXPECT_EQ(refused("render --seeds 1 -o a.png --model model.safetensors --save-latents model.safetensors"),
              "progan: --save-latents names \"model.safetensors\", which --model reads: give the result "
              "another name.\n");
    EXPECT_EQ(fs::file_size(folder_ / "model.safetensors"), size);
    EXPECT_EQ(names(folder_), (std::vector<std::string>{"err.txt", "model.safetensors", "out.txt"}));

    done("render --seeds 1 -o a.png --save-latents latents.npy");
    fs::create_symlink("latents.npy", folder_ / "link.npy");
    EXPECT_NE(refused("render --latents latents.npy -o b.png --save-images ./link.npy")
                  .find("which --latents reads"),
              std::string::npos);
    EXPECT_NE(refused("bench --seconds 0.05 --latents latents.npy --save-values latents.npy")
                  .find("which --latents reads"),
              std::string::npos);
    EXPECT_EQ(refused("render --seeds 1 -o c.png --save-images ./c.png"),
              "progan: --output and --save-images both name \"./c.png\": give them different names.\n");
    EXPECT_EQ(fs::file_size(folder_ / "latents.npy"), 128u + 4u * 128u);
}

TEST_F(ArgumentCheck, ALinkStaysAndADeviceOrPipeIsRefused) {
    done("render --seeds 1 -o real.png");
    fs::create_symlink("real.png", folder_ / "link.png");
    const auto before = fs::file_size(folder_ / "real.png");
    done("render --seeds 2 -o link.png");
    EXPECT_TRUE(fs::is_symlink(folder_ / "link.png"));
    EXPECT_NE(fs::file_size(folder_ / "real.png"), before);
    ASSERT_EQ(mkfifo((folder_ / "pipe.png").c_str(), 0600), 0);
    for (const std::string arguments :
         {"render --seeds 1 -o pipe.png", "interpolate --seeds 1,2 --steps 2 -o pipe.png",
          "render --seeds 1 -o a.png --save-latents pipe.png"}) {
        const Result result = run(arguments);
        EXPECT_EQ(result.exit_code, 1) << arguments;
        EXPECT_NE(result.err.find("pipe.png cannot be written: it is a pipe."), std::string::npos)
            << result.err;
    }
    EXPECT_TRUE(fs::is_fifo(folder_ / "pipe.png"));
}

TEST_F(ArgumentCheck, NoNameAndNoNumberAreSaid) {
    EXPECT_EQ(refused("info ''"),
              "progan: model needs the name of a file or folder, but was given an empty name.\n");
    EXPECT_EQ(refused("render --seeds 1 -o ''"),
              "progan: --output needs the name of a file or folder, but was given an empty name.\n");
    EXPECT_EQ(refused("bench --seconds nan"),
              "progan: --seconds was given nan, but needs a finite number.\n");
    EXPECT_EQ(refused("project a.jpg -o out --time nan"),
              "progan: --time was given nan, but needs a finite number.\n");
}

TEST_F(ArgumentCheck, OutputThatDoesNotArriveIsAFailure) {
    if (!fs::is_character_file("/dev/full")) GTEST_SKIP() << "no /dev/full";
    for (const std::string arguments : {"info", "info --json", "--help"}) {
        const int status = std::system(
            ("'" PROGAN_PROGRAM "' " + arguments + " >/dev/full 2>'" + (folder_ / "err.txt").string() + "'")
                .c_str());
        EXPECT_EQ(WEXITSTATUS(status), 1) << arguments;
        EXPECT_EQ(read_text_file(folder_ / "err.txt", 1 << 16),
                  "progan: The output could not be written: No space left on device.\n")
            << arguments;
    }
}

}  // namespace
}  // namespace progan
