// The program crashes, as it should not: what a person did is there again, and there is something to send.
#include <csignal>
#include <filesystem>
#include <optional>

#include "core/files/atomic_file.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
namespace fs = std::filesystem;

class CrashTest : public WindowTest {
  protected:
    std::vector<fs::path> reports(const std::string& beginning) const {
        std::vector<fs::path> found;
        for (const fs::directory_entry& entry : fs::directory_iterator(folder_ / "data"))
            if (entry.path().filename().string().starts_with(beginning)) found.push_back(entry.path());
        return found;
    }
};

TEST_F(CrashTest, LeavesAReportThatTheNextStartTellsOfOnce) {
    {
        auto explorer = start();
        explorer->press_keys("ctrl+s");
        explorer->wait_until("a face is kept",
                             [](const Explorer::Probe& p) { return p["state"]["favourites"] == 1; });
        explorer->wait_until("it is written, and so is what the window said", [this](const auto&) {
            const fs::path log = folder_ / "data/log.txt";
            return fs::exists(folder_ / "data/favourites.json") && fs::exists(log) &&
                   read_text_file(log, 1 << 20).find("Kept as ") != std::string::npos;
        });
        explorer->process().signal(SIGSEGV);
        EXPECT_EQ(explorer->process().wait(60), std::optional<int>(128 + SIGSEGV));
    }
    const std::vector<fs::path> left = reports("crash-");
    ASSERT_EQ(left.size(), 1u);
    const std::string text = read_text_file(left[0], 1 << 20);
    for (const char* part : {"Version: ", "Graphics: OpenGL ", "Model: Portraits 128, 128 x 128, on ",
                             "SIGSEGV", "progan-explorer(", "Kept as "})
        EXPECT_NE(text.find(part), std::string::npos) << part << " is not in:\n" << text;

    const auto tells = [](const Explorer::Probe& probe) {
        return probe["state"]["notifications"].dump().find("ProGAN Explorer crashed.") != std::string::npos;
    };
    for (const bool first : {true, false}) {
        auto explorer = start();
        EXPECT_EQ(tells(explorer->probe()), first);
        EXPECT_EQ(explorer->probe()["state"]["favourites"], 1);
        EXPECT_EQ(reports("crash-report-").size(), 1u);
        EXPECT_EQ(reports("crash-").size(), 1u);
        EXPECT_EQ(explorer->quit(), 0);
    }
}

}  // namespace
}  // namespace progan::test
