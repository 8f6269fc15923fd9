// The real window in another language, switched while it is open.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/support/paths.h"
#include "core/support/translate.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
using Probe = Explorer::Probe;

class LanguageTest : public WindowTest {
  protected:
    void SetUp() override {
        WindowTest::SetUp();
        if (languages(texts_folder()).size() < 2)
            GTEST_SKIP() << "built without msgfmt: there is only English";
    }

    static void choose(const Explorer& explorer, const std::string& code) {
        explorer.click("Top/Settings");
        explorer.click("Top/All settings");
        explorer.click("Settings/Language");
        explorer.click("Settings/Language/" + code);
        explorer.wait_until("the language is " + code, [&](const Probe& p) {
            return p["state"]["language"] == code && !p["widgets"].contains("Settings/Language/" + code);
        });
        explorer.press_keys("Escape");
        explorer.wait_until("the settings are closed",
                            [](const Probe& p) { return !p["widgets"].contains("Settings/Language"); });
    }
    static Probe with_label(const Explorer& explorer, const std::string& label) {
        return explorer.wait_until("the face is called " + label,
                                   [&](const Probe& p) { return p["state"]["label"] == label; });
    }
};

TEST_F(LanguageTest, JapaneseIsSwitchedToEnglishAndKept) {
    auto explorer = start({"--language", "ja"});
    explorer->click("Seed/Next");
    with_label(*explorer, "シード 29");
    choose(*explorer, "en");
    explorer->click("Seed/Next");
    with_label(*explorer, "Seed 30");
    EXPECT_EQ(explorer->quit(), 0);

    explorer = start();
    EXPECT_EQ(explorer->probe()["state"]["language"], "en");
    choose(*explorer, "ja");
    explorer->click("Seed/Next");
    with_label(*explorer, "シード 31");
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(LanguageTest, EveryViewAndDialogIsUsedInJapanese) {
    const auto explorer = start({"--language", "ja"});
    for (const char* view : {"Grid", "Map", "Compare", "Teach", "Growth", "Training", "Animate", "Face"})
        explorer->click(std::string("Center/") + view);
    explorer->click("Left/Components");
    explorer->click("Left/Axes");
    for (const auto& [opens, closes] : std::vector<std::pair<std::vector<std::string>, std::string>>{
             {{"Timeline/Record"}, "Record/Close"},
             {{"Top/Help", "Help/Keys"}, "Help/Close"},
             {{"Top/Help", "Help/Manual"}, "Manual/Close"},
             {{"Top/Help", "Help/About"}, "About/Close"},
             {{"Top/Model", "Top/About model"}, "Model/Close"}}) {
        for (const std::string& widget : opens) explorer->click(widget);
        explorer->click(closes);
        explorer->wait_until("the dialog is closed",
                             [&closes = closes](const Probe& p) { return !p["widgets"].contains(closes); });
    }
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
