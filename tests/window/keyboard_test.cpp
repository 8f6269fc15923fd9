// Keyboards of other countries, and who has the keys. The layout is really changed (setxkbmap), and what is
// pressed are keys by their number, as a hand presses them: what is printed on them is the layout's.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "core/documents/session_recording.h"
#include "tests/window/drop_source.h"
#include "tests/window/window_test.h"
#include "tests/window/x11_window.h"

namespace progan::test {
namespace {
namespace fs = std::filesystem;
using Probe = Explorer::Probe;

/// Key codes of X for the positions of a PC's keyboard, named by what is there on a US one.
constexpr const char *kCtrl = "37", *kShift = "50", *kAltGr = "108";
constexpr const char *kOne = "10", *kTwo = "11", *kQ = "24", *kW = "25", *kR = "27", *kY = "29", *kO = "32",
                     *kA = "38", *kS = "39", *kSemicolon = "47", *kZ = "52", *kV = "55";

class KeyboardTest : public WindowTest {
  protected:
    void TearDown() override {
        layout("us");
        WindowTest::TearDown();
    }
    static void layout(const std::string& name) {
        output_of("DISPLAY=" + desktop_->display() + " setxkbmap " + name + " 2>&1");
    }
    static void press(const Explorer& explorer, const std::vector<std::string>& keys) {
        std::string chord;
        for (const std::string& key : keys) chord += (chord.empty() ? "" : "+") + key;
        explorer.press_keys(chord);
    }
    /// The last keys: nobody is there to say that it saw them.
    static void press_to_quit(const Explorer& explorer, const std::vector<std::string>& keys) {
        desktop_->watch({});
        press(explorer, keys);
    }
    static void wait_for_seed(const Explorer& explorer, std::uint32_t seed) {
        explorer.wait_until("the seed is " + std::to_string(seed),
                            [&](const Probe& p) { return p["state"]["seed"] == seed; });
    }
    static void wait_for_favourites(const Explorer& explorer, std::size_t count) {
        explorer.wait_until("there are " + std::to_string(count) + " favourites",
                            [&](const Probe& p) { return p["state"]["favourites"] == count; });
    }
};

TEST_F(KeyboardTest, FrenchCtrlASelectsAndCtrlQQuits) {
    auto explorer = start();
    layout("fr");
    explorer->click("Seed/Field");
    press(*explorer, {kCtrl, kQ});  // labelled A: the digits are selected
    press(*explorer, {kShift, kTwo});
    explorer->press_keys("Return");
    wait_for_seed(*explorer, 2);
    explorer->click("Seed/Next");
    wait_for_seed(*explorer, 3);
    press(*explorer, {kCtrl, kW});  // Z
    wait_for_seed(*explorer, 2);
    press(*explorer, {kCtrl, kS});
    wait_for_favourites(*explorer, 1);
    press(*explorer, {kCtrl, kTwo});  // the digit row, without Shift
    explorer->wait_until("the grid is shown", [](const Probe& p) { return p["state"]["center"] == 1; });
    press(*explorer, {kCtrl, kQ});  // A: nothing
    press(*explorer, {kCtrl, kOne});
    explorer->wait_until("the face is shown", [](const Probe& p) { return p["state"]["center"] == 0; });
    press_to_quit(*explorer, {kCtrl, kA});  // Q
    EXPECT_EQ(explorer->process().wait(60), 0);
}

TEST_F(KeyboardTest, GermanUndoAndRedoAreNotExchangedAndAltGrIsNoCommand) {
    auto explorer = start();
    layout("de");
    const std::uint32_t seed = explorer->probe()["state"]["seed"];
    explorer->click("Seed/Next");
    wait_for_seed(*explorer, seed + 1);
    press(*explorer, {kCtrl, kY});  // Z
    wait_for_seed(*explorer, seed);
    press(*explorer, {kCtrl, kZ});  // Y
    wait_for_seed(*explorer, seed + 1);
    press(*explorer, {kAltGr, kR});
    explorer->press_keys("Page_Down");
    wait_for_seed(*explorer, seed + 2);  // no random one came between
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(KeyboardTest, DvorakLettersActWhereTheyArePrinted) {
    auto explorer = start();
    layout("us -variant dvorak");
    const std::uint32_t seed = explorer->probe()["state"]["seed"];
    press(*explorer, {kO});  // R
    explorer->wait_until("a random face", [&](const Probe& p) { return p["state"]["seed"] != seed; });
    press(*explorer, {kCtrl, kSemicolon});  // S
    wait_for_favourites(*explorer, 1);
    const std::size_t keys = explorer->probe()["state"]["journey"]["keys"].size();
    press(*explorer, {kV});  // K
    explorer->wait_until("a key more",
                         [&](const Probe& p) { return p["state"]["journey"]["keys"].size() > keys; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(KeyboardTest, WithoutLatinLettersPositionsCount) {
    auto explorer = start();
    layout("ru");
    press(*explorer, {kCtrl, kS});
    wait_for_favourites(*explorer, 1);
    layout("fr");  // changed while it runs
    press_to_quit(*explorer, {kCtrl, kA});
    EXPECT_EQ(explorer->process().wait(60), 0);
}

TEST_F(KeyboardTest, WhileTextIsEditedNothingElseActs) {
    auto explorer = start();
    explorer->click("Seed/Field");
    for (const char* keys : {"ctrl+s", "ctrl+2", "ctrl+r", "ctrl+shift+o", "ctrl+q", "r", "k"})
        explorer->press_keys(keys);
    explorer->press_keys("Escape");
    const std::size_t keys = explorer->probe()["state"]["journey"]["keys"].size();
    explorer->press_keys("ctrl+s");
    wait_for_favourites(*explorer, 1);
    const Probe probe = explorer->probe();
    EXPECT_EQ(probe["state"]["center"], 0);
    EXPECT_FALSE(probe["widgets"].contains("Record/Start"));
    EXPECT_EQ(probe["state"]["models"]["open"], false);
    EXPECT_EQ(probe["state"]["journey"]["keys"].size(), keys);
    press_to_quit(*explorer, {"ctrl", "q"});
    EXPECT_EQ(explorer->process().wait(60), 0);
}

TEST_F(KeyboardTest, TabWalksInTheOrderOfTheEyeAndEnterAndSpacePress) {
    auto explorer = start();
    const auto focused = [&](const std::string& widget) {
        explorer->wait_until("the focus is on " + widget,
                             [&](const Probe& p) { return p["focus"] == widget; });
    };
    const std::uint32_t seed = explorer->probe()["state"]["seed"];
    explorer->click("Top/Model");
    explorer->press_keys("Escape");
    explorer->press_keys("Tab");
    focused("Center/Face");
    explorer->press_keys("Tab");
    focused("Center/Grid");
    explorer->press_keys("shift+Tab");
    focused("Center/Face");
    explorer->press_keys("F6");  // the next panel
    focused("Seed/Random");
    explorer->press_keys("Return");
    explorer->wait_until("another face", [&](const Probe& p) { return p["state"]["seed"] != seed; });
    explorer->press_keys("Tab");
    focused("Face/Keep");
    explorer->press_keys("space");
    wait_for_favourites(*explorer, 1);
    explorer->press_keys("Tab");  // a field: it takes the keys at once
    explorer->press_keys("ctrl+a");
    explorer->type("4321");
    explorer->press_keys("Tab");
    wait_for_seed(*explorer, 4321);
    focused("Seed/Previous");
    explorer->press_keys("Return");
    wait_for_seed(*explorer, 4320);
    EXPECT_EQ(explorer->probe()["state"]["playing"], false);  // Space and the rest went to the controls alone
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(KeyboardTest, EscapeClosesTheInnermostAndBringsThePanelsBack) {
    auto explorer = start();
    const auto there = [&](const std::string& widget, bool wanted) {
        explorer->wait_until(widget + (wanted ? " is there" : " is gone"),
                             [&](const Probe& p) { return p["widgets"].contains(widget) == wanted; });
    };
    explorer->press_keys("ctrl+r");
    explorer->click("Record/Format");
    there("Record/Format/GIF", true);
    explorer->press_keys("Escape");
    there("Record/Format/GIF", false);
    there("Record/Start", true);
    explorer->press_keys("Escape");
    there("Record/Start", false);
    explorer->press_keys("shift+F11");
    there("Top/Model", false);
    EXPECT_TRUE(explorer->probe()["state"]["panels"]["alone"].get<bool>());
    explorer->press_keys("Escape");
    there("Top/Model", true);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(KeyboardTest, EscapeClosesAnErrorsCardAndLettersWaitUntilThen) {
    const fs::path broken = folder_ / "broken.safetensors";
    auto explorer = start({broken.string()});
    std::ofstream(broken) << "<!DOCTYPE html><html>Not found</html>";
    drop_file(desktop_->display(), "ProGAN Explorer", broken, kWidth / 2, kHeight / 2);
    const auto cards = [&](std::size_t count) {
        explorer->wait_until(std::to_string(count) + " cards are there", [&](const Probe& p) {
            return p["state"]["notifications"].size() == count &&
                   p["widgets"].contains("Notification/0/Close") == (count > 0);
        });
    };
    cards(2);  // it was not there at the start
    const std::uint32_t seed = explorer->probe()["state"]["seed"];
    const std::size_t keys = explorer->probe()["state"]["journey"]["keys"].size();
    for (const char* key : {"r", "k", "w", "2", "question"}) explorer->press_keys(key);
    // What lies over the card is closed first.
    explorer->click("Top/Model");
    explorer->find("Top/Models");
    for (const char* key : {"r", "ctrl+2"}) explorer->press_keys(key);
    explorer->press_keys("Escape");
    explorer->wait_until("the menu has closed",
                         [](const Probe& p) { return !p["widgets"].contains("Top/Models"); });
    cards(2);
    explorer->press_keys("Escape");
    cards(1);
    explorer->press_keys("Escape");
    cards(0);
    const Probe probe = explorer->probe();
    EXPECT_EQ(probe["state"]["seed"], seed);
    EXPECT_EQ(probe["state"]["center"], 0);
    EXPECT_EQ(probe["state"]["journey"]["keys"].size(), keys);
    explorer->press_keys("r");
    explorer->wait_until("a random face", [&](const Probe& p) { return p["state"]["seed"] != seed; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(KeyboardTest, EnterRecordsFromTheDialogAndFromItsName) {
    auto explorer = start();
    explorer->press_keys("ctrl+r");
    explorer->find("Record/Start");
    explorer->press_keys("Return");
    const auto saved = [&](int count) {
        explorer->wait_until("the dialog has closed",
                             [](const Probe& p) { return !p["widgets"].contains("Record/Start"); });
        explorer->wait_until("it is recorded", [](const Probe& p) { return p["state"]["jobs"] == 0; });
        EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "pictures"), {}), count);
    };
    saved(1);
    explorer->press_keys("ctrl+r");
    explorer->click("Record/Name");
    explorer->wait_until("the name is edited", [](const Probe& p) { return p["state"]["typing"] == true; });
    explorer->type("walk");
    explorer->press_keys("Return");
    saved(2);
    EXPECT_TRUE(fs::exists(folder_ / "pictures/walk.gif"));
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(KeyboardTest, AListOpenedByMouseIsChosenFromByKeys) {
    auto explorer = start();
    const auto format = [&] { return explorer->probe()["state"]["recording"]["format"].get<std::string>(); };
    const auto listed = [&](bool wanted) {
        explorer->wait_until("the list is there, or gone", [&](const Probe& p) {
            return p["widgets"].contains("Record/Format/GIF") == wanted;
        });
    };
    explorer->press_keys("ctrl+r");
    explorer->find("Record/Start");
    const std::string before = format();
    explorer->click("Record/Format");
    listed(true);
    explorer->press_keys("Down");
    explorer->press_keys("Return");
    listed(false);
    explorer->wait_until("another format is chosen", [&](const Probe&) { return format() != before; });
    explorer->click("Record/Format");
    listed(true);
    explorer->press_keys("Up");  // from the chosen one
    explorer->press_keys("Return");
    listed(false);
    explorer->wait_until("the first format again", [&](const Probe&) { return format() == before; });
    explorer->click("Record/Format");
    listed(true);
    explorer->press_keys("Down");
    explorer->press_keys("Escape");
    listed(false);
    EXPECT_EQ(format(), before);
    explorer->find("Record/Start");
    explorer->press_keys("Escape");
    // In the window itself the arrows are the list's, too, and not the journey's.
    const Probe still = explorer->settled();
    explorer->click("View/Level");
    explorer->press_keys("Down");
    explorer->press_keys("Return");
    explorer->wait_until("a coarser picture", [&](const Probe& p) {
        return p["state"]["image_hash"] != still["state"]["image_hash"];
    });
    EXPECT_EQ(explorer->probe()["state"]["frame"], still["state"]["frame"]);
    EXPECT_EQ(explorer->quit(), 0);
}

/// Dozens of pictures are one stop of the Tab key.
TEST_F(KeyboardTest, AStripOfPicturesIsOneStopAndArrowsWalkInIt) {
    auto explorer = start();
    const std::uint32_t seed = explorer->probe()["state"]["seed"];
    constexpr std::uint32_t kSteps = 40;  // more than are in sight
    for (std::uint32_t i = 1; i <= kSteps; ++i) {
        explorer->press_keys("Page_Down");
        wait_for_seed(*explorer, seed + i);
    }
    const auto focus = [&] { return explorer->probe()["focus"].get<std::string>(); };
    const auto in_strip = [&] { return focus().starts_with("History/Step/"); };
    const auto focused = [&](std::uint32_t step) {
        const std::string wanted = "History/Step/" + std::to_string(step);
        explorer->wait_until("the focus is on " + wanted,
                             [&](const Probe& p) { return p["focus"] == wanted; });
    };
    for (int i = 0; i < 8 && !in_strip(); ++i) explorer->press_keys("F6");
    focused(kSteps);  // the current one
    explorer->press_keys("Left");
    focused(kSteps - 1);
    explorer->press_keys("Home");
    focused(0);  // scrolled to
    explorer->press_keys("Left");
    explorer->press_keys("Right");
    focused(1);
    explorer->press_keys("Return");
    wait_for_seed(*explorer, seed + 1);
    focused(1);
    explorer->press_keys("Right");
    focused(2);
    explorer->press_keys("space");
    wait_for_seed(*explorer, seed + 2);
    explorer->press_keys("End");
    focused(kSteps);
    explorer->press_keys("Tab");
    explorer->wait_until("the walk has left the strip", [&](const Probe& p) {
        const auto focus_now = p["focus"].get<std::string>();
        return !focus_now.empty() && !focus_now.starts_with("History/Step/");
    });
    explorer->press_keys("shift+Tab");
    focused(2);  // the current one
    explorer->press_keys("shift+Tab");
    explorer->wait_until("the walk has left the strip", [&](const Probe& p) {
        const auto focus_now = p["focus"].get<std::string>();
        return !focus_now.empty() && !focus_now.starts_with("History/Step/");
    });
    // The squares of the grid, too, and in a list of faces the seed is that of the current one.
    explorer->press_keys("ctrl+2");
    explorer->find("Around/0,0");
    int stops = 0;
    explorer->press_keys("F6");
    const std::string first = focus();
    do {
        stops += focus().starts_with("Around/") ? 1 : 0;
        explorer->press_keys("Tab");
    } while (focus() != first);
    EXPECT_EQ(stops, 1);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(KeyboardTest, QuittingAsksWhileASessionIsRecorded) {
    auto explorer = start();
    explorer->press_keys("ctrl+shift+r");
    explorer->wait_until("it is recorded",
                         [](const Probe& p) { return p["state"]["recording"]["taking"] == true; });
    explorer->press_keys("Page_Down");
    explorer->press_keys("ctrl+q");
    explorer->click("Quit/Stay");
    explorer->wait_until("it has stayed", [](const Probe& p) { return !p["widgets"].contains("Quit/Stay"); });
    close_window(desktop_->display(), "ProGAN Explorer");
    explorer->click("Quit/Quit");
    ASSERT_EQ(explorer->process().wait(60), 0);
    std::size_t takes = 0;
    for (const fs::directory_entry& take : fs::directory_iterator(explorer->data_dir() / "takes")) {
        ++takes;
        EXPECT_GT(SessionRecording(take.path()).seconds(), 0);
    }
    EXPECT_EQ(takes, 1u);
}

TEST_F(KeyboardTest, WithNothingUnderWayClosingTheWindowEndsIt) {
    auto explorer = start();
    close_window(desktop_->display(), "ProGAN Explorer");
    EXPECT_EQ(explorer->process().wait(60), 0);
}

}  // namespace
}  // namespace progan::test
