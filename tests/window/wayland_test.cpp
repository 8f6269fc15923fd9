// A window on Wayland itself: Weston, which shows its desktop in a window of Xvfb's and takes real input from
// there.
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/files/atomic_file.h"
#include "tests/window/window_test.h"
#include "tests/window/x11_window.h"

namespace progan::test {
namespace {
namespace fs = std::filesystem;
using Probe = Explorer::Probe;

class WaylandTest : public WindowTest {
  protected:
    static constexpr const char* kSocket = "progan-test";

    explicit WaylandTest(int monitors = 1) : monitors_(monitors) {}

    void SetUp() override {
        WindowTest::SetUp();
        fs::create_directories(runtime());
        fs::permissions(runtime(), fs::perms::owner_all);
        weston_ = std::make_unique<Process>(
            std::vector<std::string>{
                "weston", "--backend=x11-backend.so", "--use-pixman", "--no-config", "--idle-time=0",
                std::string("--socket=") + kSocket, "--width=" + std::to_string(kWidth),
                "--height=" + std::to_string(kHeight), "--output-count=" + std::to_string(monitors_)},
            std::map<std::string, std::string>{{"DISPLAY", desktop_->display()},
                                               {"XDG_RUNTIME_DIR", runtime().string()}},
            folder_ / "weston.txt");
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (!fs::exists(runtime() / kSocket)) {
            ASSERT_LT(std::chrono::steady_clock::now(), end) << "Weston did not start";
            ASSERT_EQ(weston_->wait(0), std::nullopt) << "Weston did not start: is it installed?";
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }

    fs::path runtime() const { return folder_ / "runtime"; }
    /// Debian 12's GLFW for Wayland takes the place of the one for X11, if it was unpacked: one that knows
    /// both needs no other.
    std::map<std::string, std::string> environment() const {
        std::map<std::string, std::string> all{
            {"DISPLAY", ""}, {"WAYLAND_DISPLAY", kSocket}, {"XDG_RUNTIME_DIR", runtime().string()}};
        if (fs::exists(PROGAN_WAYLAND_GLFW)) all["LD_LIBRARY_PATH"] = PROGAN_WAYLAND_GLFW;
        return all;
    }
    /// What --gl-info says, or why it says nothing.
    std::string gl_info(const std::string& display_server) const {
        std::map<std::string, std::string> all = environment();
        all["LIBGL_ALWAYS_SOFTWARE"] = "1";
        const fs::path output = folder_ / "gl-info.txt";
        Process process({PROGAN_EXPLORER, "--display-server", display_server, "--gl-info"}, all, output);
        process.wait(60);
        return read_text_file(output, 1 << 16);
    }

    /// Weston follows the pointer by how far it moves: where it missed how it came in, its own is elsewhere.
    /// In the corner, which neither can leave, they meet.
    static void meet_the_pointer() {
        desktop_->input("mousemove " + std::to_string(kWidth - 1) + " " + std::to_string(kHeight - 1) +
                        " then mousemove 0 0");
    }

    const int monitors_;
    std::unique_ptr<Process> weston_;
};

TEST_F(WaylandTest, TheWindowOpensADragTurnsTheFaceAndF11FillsTheScreen) {
    const std::string info = gl_info("wayland");
    if (info.find("does not know it") != std::string::npos)
        GTEST_SKIP() << info << "scripts/install-dependencies --tests unpacks the other one.";
    EXPECT_NE(info.find("\nWayland; this GLFW "), std::string::npos) << info;
    Explorer explorer(*desktop_, folder_,
                      {"--display-server", "wayland", "--width", "1000", "--height", "600"}, 1, false,
                      environment());
    explorer.wait_until("there are axes", [](const Probe& p) { return !p["state"]["axes"].empty(); });
    // Weston has the keys some time after the pointer has come.
    meet_the_pointer();
    desktop_->input("mousemove 600 300 then mousemove 640 320 then mousedown 2 then mouseup 2");
    const auto first = explorer.settled()["counters"]["shown"].get<std::uint64_t>();
    explorer.wait_until("a key brings another face", [&](const Probe& p) {
        if (p["counters"]["shown"] > first) return true;
        desktop_->input("key r");
        return false;
    });
    // Filling the screen, the window is where its widgets say.
    explorer.press_keys("F11");
    explorer.wait_until("the window fills the screen", [](const Probe& p) {
        return p["window"] == Probe{kWidth, kHeight};
    });
    const std::string axis = explorer.probe()["state"]["axes"][0]["id"];
    const std::string before = explorer.settled()["state"]["image_hash"];
    const Explorer::Point slider = explorer.find("Axis/" + axis + "/Slider");
    const auto to = [&](int dx) {
        return "mousemove " + std::to_string(slider.x + dx) + " " + std::to_string(slider.y);
    };
    meet_the_pointer();
    desktop_->input(to(0) + " then mousedown 1 then " + to(20) + " then " + to(40) + " then mouseup 1");
    explorer.wait_until("the face is turned", [&](const Probe& p) {
        return p["state"]["turns"].contains(axis) && p["state"]["turns"][axis].get<double>() > 2;
    });
    EXPECT_NE(explorer.settled()["state"]["image_hash"], before);
    EXPECT_EQ(explorer.quit(), 0);
}

TEST_F(WaylandTest, AServerThatGlfwDoesNotKnowIsNamedInOneSentence) {
    if (fs::exists(PROGAN_WAYLAND_GLFW)) {
        EXPECT_NE(gl_info("x11").find("No window can be opened on X11: the installed GLFW library"),
                  std::string::npos);
    } else if (const std::string info = gl_info("wayland"); info.find("\nWayland;") == std::string::npos) {
        EXPECT_NE(info.find("No window can be opened on Wayland: the installed GLFW library"),
                  std::string::npos);
    }
}

TEST_F(WaylandTest, WhereThereIsADisplayX11IsChosen) {
    std::map<std::string, std::string> all{{"DISPLAY", desktop_->display()},
                                           {"WAYLAND_DISPLAY", kSocket},
                                           {"XDG_RUNTIME_DIR", runtime().string()},
                                           {"LIBGL_ALWAYS_SOFTWARE", "1"}};
    const fs::path output = folder_ / "gl-info.txt";
    Process process({PROGAN_EXPLORER, "--gl-info"}, all, output);
    EXPECT_EQ(process.wait(60), 0);
    EXPECT_NE(read_text_file(output, 1 << 16).find("\nX11; this GLFW "), std::string::npos);
}

class TwoMonitorsTest : public WaylandTest {
  protected:
    TwoMonitorsTest() : WaylandTest(2) {}
    static const Probe& stage(const Probe& probe) { return probe["state"]["stage"]; }
};

TEST_F(TwoMonitorsTest, ItPresentsOnTheOtherOneAndInAWindowWhenThatIsGone) {
    const std::string info = gl_info("wayland");
    if (info.find("does not know it") != std::string::npos)
        GTEST_SKIP() << info << "scripts/install-dependencies --tests unpacks the other one.";
    Explorer explorer(*desktop_, folder_,
                      {"--display-server", "wayland", "--width", "1000", "--height", "600", "--present"}, 1,
                      false, environment());
    const auto settled = [&](const std::string& what, bool fills) {
        return explorer.wait_until(what, [&](const Probe& p) {
            return stage(p)["open"] == true && stage(p)["full_screen"] == fills &&
                   (stage(p)["size"] == Probe{kWidth, kHeight}) == fills && stage(p)["settled"] == true &&
                   stage(p)["image_hash"] == p["state"]["image_hash"];
        });
    };
    EXPECT_EQ(stage(settled("it fills the other monitor", true))["monitors"].size(), 2u);
    close_window(desktop_->display(), "Weston Compositor - screen1");
    const Probe after = settled("it is a window", false);
    EXPECT_EQ(stage(after)["monitors"].size(), 1u);
    const std::vector<std::string> said = after["state"]["notifications"];
    ASSERT_FALSE(said.empty());
    EXPECT_EQ(said.back(), "The monitor was disconnected, so the presentation continues in a window.");
    explorer.process().signal(SIGINT);
    EXPECT_EQ(explorer.process().wait(60), 0);
}

}  // namespace
}  // namespace progan::test
