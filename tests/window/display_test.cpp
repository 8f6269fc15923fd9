// Displays of high density: Xft.dpi, by which desktops on X11 tell programs the scale.
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "tests/window/window_test.h"
#include "tests/window/x11_window.h"

namespace progan::test {
namespace {

struct Size {
    int width, height;
    bool operator==(const Size&) const = default;
};

TEST(ArgumentsTest, WhatIsWrongIsSaidInOneSentence) {
    const auto said = [](const std::string& arguments) {
        return output_of("'" PROGAN_EXPLORER "' " + arguments + " 2>&1; test $? = 2");
    };
    EXPECT_EQ(said("--scale x"),
              "progan-explorer: --scale was given 'x', but needs a number from 0.5 to 4; see "
              "progan-explorer --help.\n");
    EXPECT_EQ(said("--language xx"),
              "progan-explorer: --language was given 'xx': the window is not translated "
              "into it; see progan-explorer --help.\n");
    EXPECT_EQ(
        said("--nonsense"),
        "progan-explorer: '--nonsense' is not an option of progan-explorer; see progan-explorer --help.\n");
}

class DisplayTest : public testing::Test {
  protected:
    void SetUp() override {
        const testing::TestInfo& test = *testing::UnitTest::GetInstance()->current_test_info();
        folder_ = std::filesystem::temp_directory_path() /
                  ("progan-gui-" + std::to_string(getpid()) + "-" + test.name());
        std::filesystem::remove_all(folder_);  // a test that was killed may have left one of this name
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    /// As xrdb does. Programs that start afterwards see it.
    static void set_dpi(const Desktop& desktop, int dpi, const std::function<void()>& then) {
        const std::unique_ptr<Display, int (*)(Display*)> display(XOpenDisplay(desktop.display().c_str()),
                                                                  XCloseDisplay);
        if (!display) throw std::runtime_error("cannot open display " + desktop.display());
        const std::string text = "Xft.dpi:\t" + std::to_string(dpi) + "\n";
        XChangeProperty(display.get(), DefaultRootWindow(display.get()), XA_RESOURCE_MANAGER, XA_STRING, 8,
                        PropModeReplace, reinterpret_cast<const unsigned char*>(text.data()),
                        static_cast<int>(text.size()));
        XSync(display.get(), False);
        then();
    }

    static Size size_of_window(const Desktop& desktop) {
        const std::unique_ptr<Display, int (*)(Display*)> display(XOpenDisplay(desktop.display().c_str()),
                                                                  XCloseDisplay);
        if (!display) throw std::runtime_error("cannot open display " + desktop.display());
        XWindowAttributes attributes{};
        XGetWindowAttributes(display.get(),
                             find_window(display.get(), DefaultRootWindow(display.get()), "ProGAN Explorer"),
                             &attributes);
        return {attributes.width, attributes.height};
    }

    Size first_size(int width, int height, int dpi, const std::vector<std::string>& options = {}) {
        Desktop desktop(width, height);
        Size size{};
        set_dpi(desktop, dpi, [&] {
            Explorer explorer(desktop, folder_, options);
            size = size_of_window(desktop);
            EXPECT_EQ(explorer.quit(), 0);
        });
        return size;
    }

    std::filesystem::path folder_;
};

TEST_F(DisplayTest, TheFirstWindowFollowsTheScaleAndIsKept) {
    EXPECT_EQ(first_size(3840, 2160, 192), (Size{2560, 1600}));
    EXPECT_EQ(first_size(3840, 2160, 96), (Size{1280, 800}));  // the same folder on another display
}

TEST_F(DisplayTest, TheFirstWindowFitsOnASmallDisplay) {
    EXPECT_EQ(first_size(1920, 1080, 192), (Size{1920, 1080}));
}

TEST_F(DisplayTest, AScaleThatIsAskedForCountsLikeTheDisplays) {
    EXPECT_EQ(first_size(3840, 2160, 96, {"--scale", "1.5"}), (Size{1920, 1200}));
}

}  // namespace
}  // namespace progan::test
