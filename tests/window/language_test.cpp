// The real window in another language, switched while it is open.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/files/atomic_file.h"
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
    with_label(*explorer, "シード 39");
    choose(*explorer, "en");
    explorer->click("Seed/Next");
    with_label(*explorer, "Seed 40");
    EXPECT_EQ(explorer->quit(), 0);

    explorer = start();
    EXPECT_EQ(explorer->probe()["state"]["language"], "en");
    choose(*explorer, "ja");
    explorer->click("Seed/Next");
    with_label(*explorer, "シード 41");
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(LanguageTest, AxesThatTheModelCameWithAreShownTranslatedAndFilesKeepTheEnglish) {
    const auto explorer = start({"--language", "ja"});
    const auto axis = [](const Probe& p, std::size_t at) { return p["state"]["axes"][at]; };
    explorer->wait_until("there are axes", [&](const Probe& p) {
        return p["state"]["axes"].size() > 2 && axis(p, 1)["shown"] == "笑顔";
    });
    EXPECT_EQ(axis(explorer->probe(), 1)["name"], "Smile");
    const std::string first = "Axis/" + axis(explorer->probe(), 0)["id"].get<std::string>();
    const Explorer::Point unsearched = explorer->find(first);
    // Found by either name.
    for (const char* word : {"smile", "mouth"}) {
        enter(*explorer, "Axes/Search", word);
        explorer->wait_until("it is listed", [&](const Probe& p) {
            return p["widgets"].contains("Axis/" +
                                         axis(p, word[0] == 's' ? 1 : 2)["id"].get<std::string>()) &&
                   !p["widgets"].contains("Axis/" + axis(p, 0)["id"].get<std::string>());
        });
    }
    enter(*explorer, "Axes/Search", " ");
    explorer->press_keys("Escape");
    const Explorer::Point search = explorer->hover("Axes/Search");
    desktop_->input("mousemove " + std::to_string(search.x - 40) + " " + std::to_string(search.y) +
                    " then mousedown 1 then mouseup 1");
    explorer->press_keys("ctrl+a");
    explorer->press_keys("BackSpace");
    explorer->press_keys("Tab");
    explorer->wait_until("all are listed below their heading again", [&](const Probe& p) {
        return p["widgets"].contains(first) && explorer->find(first).y == unsearched.y;
    });

    // Renaming without a change keeps the model's name; a person's own name is no word of the catalogue.
    const auto rename_to = [&](const std::string& name) {
        right_click(*explorer, first);
        explorer->click("Axis/Menu/Rename");
        explorer->wait_until("it is renamed", [](const Probe& p) { return p["state"]["typing"] == true; });
        if (!name.empty()) {
            explorer->press_keys("ctrl+a");
            explorer->type(name);
        }
        explorer->press_keys("Return");
        return explorer->wait_until("it is done",
                                    [](const Probe& p) { return p["state"]["typing"] == false; });
    };
    Probe renamed = rename_to("");
    EXPECT_EQ(axis(renamed, 0)["name"], "Turn");
    EXPECT_EQ(axis(renamed, 0)["shown"], "顔の向き");
    renamed = rename_to("Close");
    EXPECT_EQ(axis(renamed, 0)["shown"], "Close");
    EXPECT_EQ(explorer->quit(), 0);

    std::string kept;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(explorer->data_dir() / "axes"))
        if (entry.is_regular_file()) kept += read_text_file(entry.path(), std::size_t{64} << 20);
    EXPECT_NE(kept.find("Smile"), std::string::npos);
    EXPECT_EQ(kept.find("笑顔"), std::string::npos);
}

TEST_F(LanguageTest, EveryViewAndDialogIsUsedInJapanese) {
    const auto explorer = start({"--language", "ja"});
    for (const char* view :
         {"Grid", "Map", "Compare", "Teach", "Growth", "Training", "Layers", "Animate", "Face"})
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
