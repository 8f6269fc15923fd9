// A program whose caller has closed its standard streams: what it prints must not land in the files it
// writes.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "core/image/image_file.h"
#include "tests/cli/command_line.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

class ClosedStreams : public test::CommandLine {
  protected:
    static std::string contents(const fs::path& path) {
        std::ostringstream text;
        text << std::ifstream(path, std::ios::binary).rdbuf();
        return text.str();
    }
    /// The shell's exit status after it has run the program with `redirections`.
    int exit_code(const std::string& arguments, const std::string& redirections) const {
        const int status = std::system(
            ("cd '" + folder_.string() + "' && '" PROGAN_PROGRAM "' " + arguments + " " + redirections)
                .c_str());
        return WEXITSTATUS(status);
    }
    /// The names of the files below the test's folder that contain one of the texts.
    std::vector<std::string> files_with(const std::vector<std::string>& texts) const {
        std::vector<std::string> found;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder_)) {
            if (!entry.is_regular_file()) continue;
            const std::string all = contents(entry.path());
            for (const std::string& text : texts)
                if (all.find(text) != std::string::npos)
                    found.push_back(entry.path().filename().string() + ": " + text);
        }
        return found;
    }
};

TEST_F(ClosedStreams, WhatIsPrintedLandsInNoFileOfARun) {
    setenv("OMP_NUM_THREADS", "1", 1);
    fs::create_directories(folder_ / "data");
    for (int i = 0; i < 8; ++i) {
        Image image(8, 8);
        for (std::size_t at = 0; at < image.rgb.size(); ++at)
            image.rgb[at] = static_cast<std::uint8_t>((at * static_cast<std::size_t>(i + 3)) % 251);
        write_png(folder_ / "data" / (std::to_string(i) + ".png"), image);
    }
    const std::string train =
        "train --data data --device cpu --resolution 8 --latent 4 --channels 4,4 --images-per-phase 8 "
        "--batch 8 --out ";
    const std::vector<std::string> printed{"8 pictures of 8 x 8", "images: 4 x 4", "Finished after"};
    EXPECT_EQ(exit_code(train + "open", ">out.txt"), 0);
    EXPECT_EQ(files_with(printed).size(), printed.size());  // in out.txt
    fs::remove(folder_ / "out.txt");
    EXPECT_EQ(exit_code(train + "closed", "<&- >&- 2>&-"), 0);
    EXPECT_EQ(exit_code(train + "out-closed", ">&-"), 0);
    EXPECT_EQ(files_with(printed), std::vector<std::string>{});
    for (const std::string run : {"closed", "out-closed"})
        EXPECT_EQ(contents(folder_ / run / "lock"), contents(folder_ / "open/lock")) << run;
}

TEST_F(ClosedStreams, WhatIsSaidOfAFailureLandsInNoFile) {
    std::ofstream(folder_ / "a.pth") << "this is no checkpoint";
    EXPECT_EQ(exit_code("convert a.pth -o a.safetensors", "<&- 2>&-"), 1);
    EXPECT_EQ(files_with({"progan:"}), std::vector<std::string>{});
    EXPECT_EQ(contents(folder_ / "a.pth"), "this is no checkpoint");
}

}  // namespace
}  // namespace progan
