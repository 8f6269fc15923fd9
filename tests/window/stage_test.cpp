// The stage in the real window: the picture alone in a second window, which follows the first one, fades on a
// jump, hears keys, and comes and goes.
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/image/image.h"
#include "tests/window/window_test.h"
#include "tests/window/x11_window.h"

namespace progan::test {
namespace {
namespace fs = std::filesystem;
using Probe = Explorer::Probe;

constexpr const char* kTitle = "Presentation - ProGAN Explorer";

/// The middles of a picture's own pixels, as they are on the screen.
std::vector<int> pixels_at(const Image& screen, double left, double top, double width, int side) {
    std::vector<int> values;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const auto at = [&](double low, int i) {
                return static_cast<std::size_t>(low + (i + 0.5) * width / side);
            };
            const std::size_t pixel = (at(top, y) * static_cast<std::size_t>(screen.width) + at(left, x)) * 3;
            for (std::size_t c = 0; c < 3; ++c) values.push_back(screen.rgb[pixel + c]);
        }
    return values;
}

class StageWindowTest : public WindowTest {
  protected:
    static constexpr int kSide = 128;  ///< of the included model's faces
    static constexpr int kScreenWidth = 1900, kScreenHeight = 820,
                         kBeside = 1300;  // the main window's right end

    static void SetUpTestSuite() { desktop_ = new Desktop(kScreenWidth, kScreenHeight); }

    /// What an earlier session left: how the picture is enlarged, and how the stage presents it.
    std::unique_ptr<Explorer> start_with(const std::string& stage, std::vector<std::string> options = {}) {
        fs::create_directories(folder_ / "data");
        if (!fs::exists(folder_ / "data" / "session.json"))
            std::ofstream(folder_ / "data" / "session.json")
                << R"({"version": 2, "view": {"smooth": false}, "stage": )" << stage << "}";
        return start(std::move(options));
    }
    static const Probe& stage(const Probe& probe) { return probe["state"]["stage"]; }
    static Probe settled(const Explorer& explorer) {
        return explorer.wait_until("the stage shows the face", [](const Probe& p) {
            return Explorer::is_settled(p) && stage(p)["open"] == true && stage(p).value("settled", false) &&
                   stage(p)["image_hash"] == p["state"]["image_hash"];
        });
    }
    static void open(Explorer& explorer) {
        explorer.press_keys("shift+F5");
        settled(explorer);
        move_beside(explorer);
    }
    /// No window manager does it here.
    static void move_beside(Explorer& explorer) {
        desktop_->input("search --sync --all --pid " + std::to_string(explorer.process().id()) +
                        " --name '^" + kTitle + "' windowmove " + std::to_string(kBeside) + " 0");
    }
    static void focus_stage(Explorer& explorer) { desktop_->focus_window(kTitle, explorer.process().id()); }
    static void wait_until_closed(const Explorer& explorer) {
        explorer.wait_until("the stage is closed", [](const Probe& p) { return stage(p)["open"] == false; });
    }
    /// It has gone before the key comes up: nobody hears that.
    static void leave_by_escape(const Explorer& explorer) {
        desktop_->input("keydown Escape");
        wait_until_closed(explorer);
        desktop_->watch({});
        desktop_->input("keyup Escape");
        explorer.focus();
    }
    static Image screen() { return read_screen(desktop_->display()); }
    /// The face's pixels, once both windows show the same: the screen may be a moment behind what was drawn.
    static std::vector<int> same_in_both(const Explorer& explorer) {
        std::vector<int> pixels;
        explorer.wait_until("both windows show the same pixels", [&](const Probe& p) {
            if (!Explorer::is_settled(p)) return false;
            const Image both = screen();
            const Probe& main = p["widgets"]["View/Picture"];
            pixels = on_stage(both, p);
            return pixels == pixels_at(both, main[0], main[1], main[2], kSide);
        });
        return pixels;
    }
    /// What the stage shows when it has left one face and not come to the next; empty if that was missed.
    static std::vector<int> while_it_fades(const Explorer& explorer, const std::vector<int>& from) {
        std::vector<int> seen;
        explorer.wait_until("it fades, or has faded", [&](const Probe& p) {
            if (!Explorer::is_settled(p)) return false;  // on a busy machine a coarser face may come first
            seen = on_stage(screen(), p);
            int farthest = 0;
            for (std::size_t i = 0; i < seen.size(); ++i)
                farthest = std::max(farthest, std::abs(seen[i] - from[i]));
            return farthest > 40;
        });
        return stage(explorer.probe())["fading"] == true ? seen : std::vector<int>{};
    }
    /// The weight of the second picture in the mean of two that comes nearest to `seen`, and how far a value
    /// is from that at most.
    struct Mix {
        double part = 0, worst = 0;
    };
    static Mix mix_of(const std::vector<int>& from, const std::vector<int>& seen,
                      const std::vector<int>& to) {
        double product = 0, square = 0;
        for (std::size_t i = 0; i < from.size(); ++i) {
            product += static_cast<double>(to[i] - from[i]) * (seen[i] - from[i]);
            square += static_cast<double>(to[i] - from[i]) * (to[i] - from[i]);
        }
        Mix mix{product / square, 0};
        for (std::size_t i = 0; i < from.size(); ++i)
            mix.worst = std::max(mix.worst, std::abs(seen[i] - (from[i] + mix.part * (to[i] - from[i]))));
        return mix;
    }
    static int seconds_to_screen_saver() {
        const std::unique_ptr<Display, int (*)(Display*)> display(XOpenDisplay(desktop_->display().c_str()),
                                                                  XCloseDisplay);
        if (!display) throw std::runtime_error("cannot open display " + desktop_->display());
        int seconds = 0, interval = 0, blanks = 0, exposes = 0;
        XGetScreenSaver(display.get(), &seconds, &interval, &blanks, &exposes);
        return seconds;
    }
    /// The stage's picture on the screen: in the middle, a whole multiple of its size.
    static std::vector<int> on_stage(const Image& screen, const Probe& probe) {
        const int width = stage(probe)["size"][0];
        const int shown = width - width % kSide, margin = (width - shown) / 2;
        return pixels_at(screen, kBeside + margin, margin, shown, kSide);
    }
};

TEST_F(StageWindowTest, ThePictureIsTheMainWindowsAndFadesOnAJump) {
    const auto explorer = start_with(R"({"fade": 2})");
    open(*explorer);
    const Probe opened = settled(*explorer);
    EXPECT_EQ(stage(opened)["full_screen"], false);  // there is one monitor
    std::vector<int> first = same_in_both(*explorer);
    EXPECT_EQ(first.size(), static_cast<std::size_t>(kSide * kSide * 3));
    // A mean of the two faces, all over the picture. On a busy machine some fades may be over before the
    // screen is looked at, and some looks may find it half drawn.
    bool mixed = false;
    std::string seen;
    for (int attempt = 0; attempt < 30 && !mixed; ++attempt) {
        explorer->press_keys("r");
        const std::vector<int> between = while_it_fades(*explorer, first);
        settled(*explorer);
        const std::vector<int> last = same_in_both(*explorer);
        EXPECT_NE(last, first);
        const Mix mix = between.empty() ? Mix{} : mix_of(first, between, last);
        mixed = mix.part > 0.02 && mix.part < 0.98 && mix.worst < 2.5;
        seen += " " + std::to_string(mix.part) + " +- " + std::to_string(mix.worst);
        first = last;
    }
    EXPECT_TRUE(mixed) << "no fade was seen:" << seen;
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(StageWindowTest, ADragAndAJourneyAreFollowedWithoutAFade) {
    const auto explorer = start_with(R"({"fade": 2})");
    open(*explorer);
    const std::string axis = explorer->wait_until("there are axes", [](const Probe& p) {
        return !p["state"]["axes"].empty();
    })["state"]["axes"][0]["id"];
    const Explorer::Point slider = explorer->hover("Axis/" + axis + "/Slider");
    const auto to = [&](int dx) {
        return "mousemove " + std::to_string(slider.x + dx) + " " + std::to_string(slider.y);
    };
    bool faded = false;
    const auto followed = [&](const Probe& p) {
        faded |= stage(p)["fading"].get<bool>();
        return Explorer::is_settled(p) && stage(p)["image_hash"] == p["state"]["image_hash"];
    };
    const std::string before = explorer->settled()["state"]["image_hash"];
    desktop_->input(to(0) + " then mousedown 1 then " + to(30) + " then " + to(70));
    explorer->wait_until("the stage has the face under the hand",
                         [&](const Probe& p) { return followed(p) && p["state"]["image_hash"] != before; });
    desktop_->input("mouseup 1");
    explorer->press_keys("space");
    const Probe began =
        explorer->wait_until("it plays", [&](const Probe& p) { return p["state"]["playing"] == true; });
    explorer->wait_until("the stage follows", [&](const Probe& p) {
        const bool jumps = stage(p)["pictures"].get<int>() < stage(began)["pictures"].get<int>() + 20;
        if (stage(p)["pictures"] > stage(began)["pictures"].get<int>() + 5)
            faded |= stage(p)["fading"].get<bool>();
        return !jumps;
    });
    explorer->press_keys("space");
    settled(*explorer);
    EXPECT_FALSE(faded);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(StageWindowTest, ItsKeysAreTheMainWindowsAndEscClosesIt) {
    const auto explorer = start_with(R"({"fade": 0})");
    open(*explorer);
    focus_stage(*explorer);
    const Probe first = settled(*explorer);
    explorer->press_keys("Page_Down");
    const Probe next = explorer->wait_until("the next seed", [&](const Probe& p) {
        return p["state"]["seed"] == first["state"]["seed"].get<int>() + 1;
    });
    explorer->press_keys("Page_Up");
    explorer->wait_until("the one before",
                         [&](const Probe& p) { return p["state"]["seed"] == first["state"]["seed"]; });
    EXPECT_EQ(stage(settled(*explorer))["image_hash"], first["state"]["image_hash"]);
    explorer->press_keys("ctrl+s");
    explorer->wait_until("it is kept", [](const Probe& p) { return p["state"]["favourites"] == 1; });
    explorer->press_keys("question");
    explorer->wait_until("the help is open in the main window",
                         [](const Probe& p) { return p["state"]["help"] == true; });
    leave_by_escape(*explorer);
    EXPECT_EQ(explorer->probe()["state"]["help"], true) << "that Esc was the stage's alone";
    explorer->press_keys("Escape");
    explorer->wait_until("the help is closed", [](const Probe& p) { return p["state"]["help"] == false; });
    explorer->press_keys("space");
    explorer->wait_until("the keys are the main window's",
                         [](const Probe& p) { return p["state"]["playing"] == true; });
    explorer->press_keys("space");
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(StageWindowTest, F11AndADoubleClickFillTheScreenAndThePointerRests) {
    const auto explorer = start_with(R"({"fade": 0})");
    open(*explorer);
    const Probe window = settled(*explorer);
    const int usual = seconds_to_screen_saver();
    EXPECT_GT(usual, 0);
    focus_stage(*explorer);
    explorer->press_keys("F11");
    const auto fills = [](const Probe& p) {
        return stage(p)["full_screen"] == true && stage(p)["size"] == Probe{kScreenWidth, kScreenHeight};
    };
    explorer->wait_until("it fills the screen", fills);
    EXPECT_EQ(seconds_to_screen_saver(), 0) << "it is off";
    desktop_->input("mousemove 300 300");
    explorer->wait_until("the pointer is seen",
                         [](const Probe& p) { return stage(p)["pointer_hidden"] == false; });
    explorer->wait_until("the pointer hides",
                         [](const Probe& p) { return stage(p)["pointer_hidden"] == true; });
    const Image filled = screen();
    EXPECT_EQ(filled.rgb[0] + filled.rgb[1] + filled.rgb[2], 0) << "black around the picture";
    desktop_->input("click 1 then click 1");
    explorer->wait_until("it is a window again", [&](const Probe& p) {
        return stage(p)["full_screen"] == false && stage(p)["size"] == stage(window)["size"];
    });
    EXPECT_EQ(seconds_to_screen_saver(), usual);
    explorer->press_keys("F11");
    explorer->wait_until("once more", fills);
    leave_by_escape(*explorer);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(StageWindowTest, QuittingClosesItAndTheNextStartDoesNotOpenIt) {
    {
        const auto explorer = start_with(R"({"caption": true})", {"--present"});
        settled(*explorer);
        move_beside(*explorer);
        EXPECT_EQ(explorer->quit(), 0);
    }
    const auto explorer = start();
    EXPECT_EQ(stage(explorer->settled())["open"], false);
    open(*explorer);
    close_window(desktop_->display(), kTitle);
    wait_until_closed(*explorer);
    open(*explorer);
    explorer->click("Top/Settings");
    explorer->click("Top/Present");
    wait_until_closed(*explorer);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(StageWindowTest, ItGoesOnWhileTheMainWindowIsMinimized) {
    const auto explorer = start_with(R"({"fade": 0})");
    open(*explorer);
    explorer->press_keys("w");
    explorer->wait_until("it wanders",
                         [](const Probe& p) { return p["state"]["wander"]["walking"] == true; });
    // As a window manager does it.
    const std::unique_ptr<Display, int (*)(Display*)> display(XOpenDisplay(desktop_->display().c_str()),
                                                              XCloseDisplay);
    if (!display) throw std::runtime_error("cannot open display " + desktop_->display());
    const ::Window main = find_window(display.get(), DefaultRootWindow(display.get()), "ProGAN Explorer");
    const Atom state = XInternAtom(display.get(), "WM_STATE", False);
    const auto set = [&](long value) {
        const long values[] = {value, 0};
        XChangeProperty(display.get(), main, state, state, 32, PropModeReplace,
                        reinterpret_cast<const unsigned char*>(values), 2);
        value == IconicState ? XUnmapWindow(display.get(), main) : XMapWindow(display.get(), main);
        XSync(display.get(), False);
    };
    set(IconicState);
    const int pictures = stage(explorer->probe())["pictures"];
    explorer->wait_until("the stage goes on",
                         [&](const Probe& p) { return stage(p)["pictures"] > pictures + 50; });
    set(NormalState);
    explorer->focus();
    explorer->press_keys("w");
    explorer->wait_until("it stands",
                         [](const Probe& p) { return p["state"]["wander"]["walking"] == false; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(StageWindowTest, WhatItPresentsIsSetInTheSettings) {
    const auto explorer = start_with(R"({"place": "monitor", "monitor": "HDMI-9"})");
    explorer->press_keys("ctrl+comma");
    explorer->click("Settings/Section/Presenting");
    explorer->click("Stage/Caption");
    choose(*explorer, "Stage/Place", "screen");  // Xvfb's monitor
    explorer->click("Stage/Present");
    explorer->wait_until("it fills the monitor that was chosen", [](const Probe& p) {
        return stage(p)["open"] == true && stage(p)["full_screen"] == true &&
               stage(p)["size"] == Probe{kScreenWidth, kScreenHeight};
    });
    const Probe filled = settled(*explorer);
    EXPECT_EQ(stage(filled)["monitors"], Probe{"screen"});
    const auto seed = filled["state"]["seed"].get<int>();
    EXPECT_EQ(stage(filled)["caption"], "Seed " + std::to_string(seed));
    // White letters on black in the lower left, where the picture is not.
    const auto letters = [&] {
        const Image shown = screen();
        int white = 0;
        for (int y = kScreenHeight * 3 / 4; y < kScreenHeight; ++y)
            for (int x = 0; x < kScreenWidth / 4; ++x)
                white += shown.rgb[static_cast<std::size_t>(y * kScreenWidth + x) * 3] > 200;
        return white;
    };
    explorer->wait_until("the caption is on the screen", [&](const Probe&) { return letters() > 100; });
    focus_stage(*explorer);
    leave_by_escape(*explorer);
    explorer->press_keys("Escape");
    explorer->wait_until("the settings are closed",
                         [](const Probe& p) { return p["state"]["settings"]["open"] == false; });
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
