// A drag where frames are slow: its first motion comes in the same frame as the press, its last in the same
// as the release.
#include <gtest/gtest.h>
#include <signal.h>

#include <functional>
#include <string>

#include "tests/window/window_test.h"

namespace progan::test {
namespace {
using Probe = Explorer::Probe;

class DragTest : public WindowTest {
  protected:
    static std::string move(Explorer::Point at, int x) {
        return "mousemove " + std::to_string(at.x + x) + " " + std::to_string(at.y);
    }
    /// Presses at a point and drags to the right; the last of it, and the release, come while the program
    /// sleeps, with a motion after them. `beside`: where it is pressed, since where the drag before was it
    /// might be a double-click.
    static void drag_fast(Explorer& explorer, Explorer::Point at, int right, int beside) {
        desktop_->input(move(at, beside) + " then mousedown 1 then " + move(at, right / 4));
        explorer.process().signal(SIGSTOP);
        desktop_->watch({});
        desktop_->input(move(at, right) + " mouseup 1 " + move(at, right / 2));
        explorer.process().signal(SIGCONT);
        explorer.focus();
    }
    static void drag_slowly(Explorer& explorer, Explorer::Point at, int right, int beside = 0) {
        desktop_->input(move(at, beside) + " then mousedown 1 then " + move(at, right / 4) + " then " +
                        move(at, right) + " then mouseup 1");
        explorer.settled();
    }
    /// Where both are pressed, beside the point that they are dragged from.
    struct Pressed {
        int slow = 0, fast = -8;
    };
    /// What a slow drag and a fast one make of a value, `reset` in between.
    static void expect_alike(Explorer& explorer, const std::string& widget, int right,
                             const std::function<double(const Probe&)>& value,
                             const std::function<void()>& reset, Pressed beside) {
        const Explorer::Point at = explorer.hover(widget);
        const double before = value(explorer.probe());
        drag_slowly(explorer, at, right, beside.slow);
        const double slow = value(explorer.probe());
        ASSERT_NE(slow, before) << widget;
        reset();
        drag_fast(explorer, at, right, beside.fast);
        explorer.wait_until(widget + " ends where a slow drag does",
                            [&](const Probe& p) { return value(p) == slow; });
        // And it has ended: moving on changes nothing.
        desktop_->input(move(at, 1) + " then " + move(at, right + 9));
        EXPECT_EQ(value(explorer.probe()), slow) << widget;
    }
};

TEST_F(DragTest, ASlidersLastMotionCountsThoughItComesWithTheRelease) {
    auto explorer = start();
    explorer->click("Left/Components");
    const auto degrees = [](const Probe& p) { return p["state"]["degrees"][0].get<double>(); };
    const auto undo = [&] {
        explorer->press_keys("ctrl+z");
        explorer->wait_until("it is undone", [&](const Probe& p) { return degrees(p) == 0; });
    };
    // Beside the grab: on it, newer releases of Dear ImGui keep the way from the press to the grab's middle,
    // and if it is half a pixel.
    expect_alike(*explorer, "Slider/0", 40, degrees, undo, {.slow = -45, .fast = -30});
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(DragTest, SoDoTheTimelinesAndADivider) {
    auto explorer = start();
    unfold_timeline(*explorer);
    const auto frame = [](const Probe& p) { return p["state"]["frame"].get<double>(); };
    expect_alike(*explorer, "Timeline/Ruler", 60, frame,
                 [&] {
                     explorer->press_keys("Home");
                     explorer->wait_until("it is back", [&](const Probe& p) { return frame(p) == 0; });
                 },
                 {});
    right_click(*explorer, "View/Face");
    explorer->click("Face menu/Compare A");
    explorer->press_keys("ctrl+5");
    explorer->click("Compare/Swipe");
    const auto divider = [](const Probe& p) { return p["state"]["compare"]["divider"].get<double>(); };
    expect_alike(*explorer, "Compare/Divider", 60, divider,
                 [&] { drag_slowly(*explorer, explorer->hover("Compare/Divider"), -60); }, {});
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(DragTest, ItBeginsWhereTheButtonWentDownThoughTheMouseHasMovedOn) {
    auto explorer = start();
    right_click(*explorer, "View/Face");
    explorer->click("Face menu/Compare A");
    explorer->press_keys("ctrl+5");
    explorer->click("Compare/Swipe");
    const auto divider = [](const Probe& p) { return p["state"]["compare"]["divider"].get<double>(); };
    const Explorer::Point at = explorer->hover("Compare/Divider");
    const double before = divider(explorer->probe());
    desktop_->input(move(at, -90));
    explorer->process().signal(SIGSTOP);
    desktop_->watch({});
    desktop_->input(move(at, 0) + " mousedown 1 " + move(at, 60));
    explorer->process().signal(SIGCONT);
    explorer->focus();
    explorer->wait_until("the divider has come along", [&](const Probe& p) { return divider(p) > before; });
    desktop_->input("mouseup 1");
    explorer->settled();
    EXPECT_GT(divider(explorer->probe()), before);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(DragTest, AClickCountsThoughItComesWithTheReleaseOfTheDragBeforeIt) {
    auto explorer = start();
    explorer->click("Left/Components");
    const Explorer::Point slider = explorer->hover("Slider/0"), menu = explorer->hover("Top/Settings");
    const auto degrees = [](const Probe& p) { return p["state"]["degrees"][0].get<double>(); };
    desktop_->input(move(slider, 0) + " then mousedown 1 then " + move(slider, 20));
    const double dragged = degrees(explorer->settled());
    EXPECT_NE(dragged, 0);
    explorer->process().signal(SIGSTOP);
    desktop_->watch({});
    desktop_->input("mouseup 1 " + move(menu, 0) + " mousedown 1 mouseup 1");
    explorer->process().signal(SIGCONT);
    explorer->focus();
    explorer->wait_until("the menu is open",
                         [](const Probe& p) { return p["widgets"].contains("Top/Quit"); });
    EXPECT_EQ(degrees(explorer->probe()), dragged);
    explorer->click("Top/Quit");
    EXPECT_EQ(explorer->process().wait(60), 0);
}

}  // namespace
}  // namespace progan::test
