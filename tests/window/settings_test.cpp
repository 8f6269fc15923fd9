// The settings in the real window: a key that is changed by keys alone, a cache that is cleared.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/window/window_test.h"

namespace progan::test {
namespace fs = std::filesystem;
namespace {
using Probe = Explorer::Probe;

class SettingsWindowTest : public WindowTest {
  protected:
    static Probe with_widget(const Explorer& explorer, const std::string& widget) {
        return explorer.wait_until(widget + " is there",
                                   [&](const Probe& p) { return p["widgets"].contains(widget); });
    }
    /// By Tab, from wherever the keyboard is.
    static void walk_to(const Explorer& explorer, const std::string& widget) {
        for (int i = 0; i < 300; ++i) {
            if (explorer.probe()["focus"] == widget) return;
            const std::string before = explorer.probe()["focus"];
            explorer.press_keys("Tab");
            explorer.wait_until("the focus has moved on from " + before,
                                [&](const Probe& p) { return p["focus"] != before; });
        }
        FAIL() << widget << " cannot be walked to";
    }
    static void open(const Explorer& explorer, const std::string& section) {
        explorer.press_keys("ctrl+comma");
        with_widget(explorer, "Settings/Section/" + section);
        walk_to(explorer, "Settings/Section/" + section);
        explorer.press_keys("Return");
    }
    static void press_for_a_key(const Explorer& explorer, const std::string& keys) {
        explorer.press_keys("Return");
        explorer.wait_until("a key is waited for",
                            [](const Probe& p) { return p["state"]["settings"]["capturing"] == true; });
        explorer.press_keys(keys);
    }
    static void close(const Explorer& explorer) {
        explorer.press_keys("Escape");
        explorer.wait_until("the settings are closed",
                            [](const Probe& p) { return p["state"]["settings"]["open"] == false; });
    }
};

TEST_F(SettingsWindowTest, AKeyIsChangedByKeysAloneAndWorksAfterARestart) {
    auto explorer = start();
    open(*explorer, "Keys");
    with_widget(*explorer, "Settings/Keys/face.random/0");
    walk_to(*explorer, "Settings/Keys/face.random/0");
    press_for_a_key(*explorer, "ctrl+s");
    explorer->wait_until("it is said whose key that is", [](const Probe& p) {
        return p["state"]["settings"]["said"] == "Ctrl+S belongs to \"Keep face\".";
    });
    // Space presses a button everywhere else, and Tab walks on.
    explorer->press_keys("space");
    explorer->press_keys("Tab");
    explorer->press_keys("j");
    explorer->wait_until("the key is another one", [](const Probe& p) {
        return p["state"]["settings"]["changed_keys"] == 1 && p["state"]["settings"]["capturing"] == false &&
               p["focus"] == "Settings/Keys/face.random/0";
    });
    // A second one: what was the place of the next key is that key now, and still has the focus.
    walk_to(*explorer, "Settings/Keys/face.random/1");
    press_for_a_key(*explorer, "F9");
    explorer->wait_until("there are two", [](const Probe& p) {
        return p["widgets"].contains("Settings/Keys/face.random/2") &&
               p["focus"] == "Settings/Keys/face.random/1";
    });
    press_for_a_key(*explorer, "BackSpace");
    explorer->wait_until("there is one again", [](const Probe& p) {
        return !p["widgets"].contains("Settings/Keys/face.random/2") &&
               p["focus"] == "Settings/Keys/face.random/1";
    });
    close(*explorer);
    EXPECT_EQ(explorer->probe()["state"]["favourites"], 0);
    EXPECT_EQ(explorer->quit(), 0);

    explorer = start();
    const auto before = explorer->probe()["state"]["seed"];
    explorer->press_keys("r");
    explorer->press_keys("Page_Down");
    explorer->wait_until("the old key did nothing: this is the next seed", [&](const Probe& p) {
        return p["state"]["seed"] == before.get<std::uint32_t>() + 1;
    });
    explorer->press_keys("j");
    explorer->wait_until("the new key gives another face", [&](const Probe& p) {
        return p["state"]["seed"] != before.get<std::uint32_t>() + 1;
    });
    open(*explorer, "Keys");
    explorer->click("Settings/Keys/face.random/Reset");
    explorer->wait_until("it is as it was",
                         [](const Probe& p) { return p["state"]["settings"]["changed_keys"] == 0; });
    close(*explorer);
    const auto now = explorer->probe()["state"]["seed"];
    explorer->press_keys("r");
    explorer->wait_until("another face", [&](const Probe& p) { return p["state"]["seed"] != now; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(SettingsWindowTest, AKeyInTheFileThatIsNoneIsSaidAndTheOthersCount) {
    auto explorer = start();
    EXPECT_EQ(explorer->quit(), 0);
    const fs::path session = explorer->data_dir() / "session.json";
    nlohmann::json kept = nlohmann::json::parse(std::ifstream(session));
    kept["settings"]["keys"] = {{"face.random", {"F9"}}, {"face.next", {"Strg+N"}}};
    std::ofstream(session) << kept;
    explorer = start();
    explorer->wait_until("it is said", [](const Probe& p) {
        const Probe& said = p["state"]["notifications"];
        return std::any_of(said.begin(), said.end(), [](const Probe& text) {
            return text.get<std::string>().find("settings.keys.face.next[0] is 'Strg+N'") !=
                   std::string::npos;
        });
    });
    const auto seed = explorer->probe()["state"]["seed"];
    explorer->press_keys("F9");
    explorer->wait_until("the other one counts", [&](const Probe& p) { return p["state"]["seed"] != seed; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(SettingsWindowTest, ACacheIsClearedAndNothingElse) {
    fs::create_directories(folder_ / "data/maps/abc/numpy");
    std::ofstream(folder_ / "data/maps/abc/numpy/faces-64px-0000.png") << std::string(1'500'000, 'x');
    const auto explorer = start();
    explorer->press_keys("ctrl+s");
    explorer->wait_until("a face is kept", [](const Probe& p) { return p["state"]["favourites"] == 1; });
    explorer->click("Top/Settings");
    explorer->click("Top/All settings");
    explorer->click("Settings/Section/Storage");
    explorer->wait_until("it is counted",
                         [](const Probe& p) { return p["state"]["settings"]["counting"] == false; });
    explorer->click("Settings/Storage/maps/Clear");
    explorer->click("Settings/Storage/Keep it");
    EXPECT_TRUE(fs::exists(folder_ / "data/maps/abc"));
    explorer->click("Settings/Storage/maps/Clear");
    explorer->click("Settings/Storage/Clear now");
    explorer->wait_until("the cache is empty",
                         [&](const Probe&) { return fs::is_empty(folder_ / "data/maps"); });
    close(*explorer);
    EXPECT_TRUE(fs::exists(folder_ / "data/favourites.json"));
    EXPECT_FALSE(fs::is_empty(folder_ / "data/favourites"));
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(SettingsWindowTest, ReducedMotionIsChosenAndAResetTakesItBack) {
    const auto explorer = start();
    explorer->press_keys("ctrl+comma");
    choose(*explorer, "Settings/Motion", "Reduced");
    explorer->wait_until("motion is reduced",
                         [](const Probe& p) { return p["state"]["settings"]["reduced_motion"] == true; });
    choose(*explorer, "Settings/Theme", "Light");
    explorer->click("Settings/Section/Reset");
    explorer->click("Settings/Reset");
    explorer->click("Settings/Reset/No");
    EXPECT_TRUE(explorer->probe()["state"]["settings"]["reduced_motion"].get<bool>());
    explorer->click("Settings/Reset");
    explorer->click("Settings/Reset/Yes");
    explorer->wait_until("all is as at first", [](const Probe& p) {
        return p["state"]["settings"]["reduced_motion"] == false && p["state"]["settings"]["theme"] == 0;
    });
    close(*explorer);
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
