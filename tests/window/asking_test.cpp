// What a person is asked and told before something is lost: files of the same name, seeds that are none, a
// damaged favourite, files that are not there, a data folder that cannot be written.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "core/documents/favourites.h"
#include "core/documents/journey_file.h"
#include "core/files/atomic_file.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
namespace fs = std::filesystem;
using Probe = Explorer::Probe;

class AskingTest : public WindowTest {
  protected:
    static bool said(const Probe& probe, const std::string& text) {
        const Probe& all = probe["state"]["notifications"];
        return std::any_of(all.begin(), all.end(), [&](const Probe& one) {
            return one.get<std::string>().find(text) != std::string::npos;
        });
    }
    static void type_and_return(const Explorer& explorer, const std::string& field, const std::string& text) {
        explorer.click(field);
        explorer.press_keys("ctrl+a");
        explorer.type(text);
        explorer.press_keys("Return");
    }
    std::string contents(const fs::path& path) const { return read_text_file(path, 1u << 24); }
};

TEST_F(AskingTest, WhatIsNoSeedStaysInTheFieldAndChangesNothing) {
    auto explorer = start();
    std::uint32_t seed = explorer->probe()["state"]["seed"];
    for (const char* wrong : {" -5", "4294967296", "99999999999999", "0x10", "1.5"}) {
        type_and_return(*explorer, "Seed/Field", wrong);
        explorer->find("Seed/Problem");
        EXPECT_EQ(explorer->probe()["state"]["seed"], seed) << wrong;
        // At least one further: held down for long, as on a busy machine, the button repeats.
        explorer->click("Seed/Next");
        explorer->wait_until("the field shows a seed again", [&](const Probe& p) {
            return !p["widgets"].contains("Seed/Problem") && p["state"]["seed"] > seed;
        });
        seed = explorer->settled()["state"]["seed"];
    }
    type_and_return(*explorer, "Seed/Field", "4294967296");
    explorer->find("Seed/Problem");
    explorer->click("Seed/Field");  // the text is still there: without its last digit it is a seed
    for (const char* key : {"End", "BackSpace", "Return"}) explorer->press_keys(key);
    explorer->wait_until("the seed is taken", [](const Probe& p) { return p["state"]["seed"] == 429496729; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(AskingTest, AJourneyIsReplacedOnlyWhenThePersonSaysSo) {
    auto explorer = start();
    const fs::path file = explorer->data_dir() / "journeys/walk.json";
    unfold_timeline(*explorer);
    explorer->click("Timeline/Menu");
    type_and_return(*explorer, "Timeline/Menu/Name", "walk");
    explorer->wait_until("it is saved", [&](const Probe& p) { return said(p, "walk.json"); });
    const std::string first = contents(file);
    explorer->press_keys("bracketleft");
    explorer->press_keys("Delete");
    explorer->wait_until("a key is gone",
                         [](const Probe& p) { return p["state"]["journey"]["keys"].size() == 1; });
    explorer->click("Timeline/Menu");
    explorer->click("Timeline/Menu/Save");
    explorer->find("Timeline/Menu/Replace");
    EXPECT_EQ(contents(file), first);
    explorer->press_keys("Escape");
    explorer->wait_until("the menu is closed",
                         [](const Probe& p) { return !p["widgets"].contains("Timeline/Menu/Save"); });
    EXPECT_EQ(contents(file), first);
    explorer->click("Timeline/Menu");
    explorer->click("Timeline/Menu/Save");
    explorer->click("Timeline/Menu/Replace");
    explorer->wait_until("it is replaced", [&](const Probe&) { return contents(file) != first; });
    EXPECT_EQ(load_journey(file, 0, SeedMode::numpy).keyframes.size(), 1u);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(AskingTest, AFileThatIsNotOursIsReplacedOnlyAfterAPlainYes) {
    auto explorer = start();
    const fs::path file = folder_ / "precious.npz";
    std::ofstream(file) << "years of work";
    explorer->wait_until("there are axes", [](const Probe& p) { return !p["state"]["axes"].empty(); });
    explorer->click("Axes/More");
    explorer->click("Axes/Save");
    explorer->find("Save axes/Path");
    type_and_return(*explorer, "Save axes/Path", file.string());
    explorer->find("Save axes/Sure");
    explorer->click("Save axes/Replace");  // not yet
    explorer->press_keys("Escape");
    explorer->wait_until("the dialog is closed",
                         [](const Probe& p) { return !p["widgets"].contains("Save axes/Path"); });
    EXPECT_EQ(contents(file), "years of work");
    explorer->click("Axes/More");
    explorer->click("Axes/Save");
    explorer->find("Save axes/Path");
    type_and_return(*explorer, "Save axes/Path", file.string());
    explorer->click("Save axes/Sure");
    explorer->click("Save axes/Replace");
    explorer->wait_until("it is replaced", [&](const Probe&) { return contents(file).starts_with("PK"); });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(AskingTest, ADamagedFavouriteHidesNoOther) {
    const fs::path file = folder_ / "data/favourites.json";
    fs::create_directories(file.parent_path());
    const std::string text = R"({"version": 1, "favourites": [
        {"id": "a", "name": "first", "latent": [1, 2]}, {"id": "b", "name": "damaged", "latent": ["?"]},
        {"id": "a", "name": "twice", "latent": [1, 2]}, {"id": "c", "name": "last", "latent": [5, 6]}]})";
    std::ofstream(file) << text;
    for (const bool first : {true, false}) {
        auto explorer = start();
        const Probe probe = explorer->probe();
        EXPECT_EQ(probe["state"]["favourites"], 2);
        EXPECT_EQ(said(probe, "2 of the favourites could not be read"), first)
            << probe["state"]["notifications"];
        EXPECT_EQ(contents(file.string() + ".unreadable-1"), text);
        EXPECT_FALSE(fs::exists(file.string() + ".unreadable-2"));
        EXPECT_EQ(explorer->quit(), 0);
    }
}

TEST_F(AskingTest, WhatIsNotThereIsSaidWhereItIsTyped) {
    auto explorer = start();
    explorer->press_keys("ctrl+o");
    for (const char* requested : {"https://example.org/face.png", "no-such-face.png"}) {
        type_and_return(*explorer, "Picker/Path", requested);
        explorer->find("Picker/Problem");
        explorer->find("Picker/Open");  // the dialog is still there
    }
    explorer->press_keys("Escape");
    EXPECT_EQ(explorer->quit(), 0);
    auto named = start({"http://example.org/face.png", "missing.png"});
    EXPECT_TRUE(said(named->probe(), "http://example.org/face.png is a web address"));
    EXPECT_TRUE(said(named->probe(), "missing.png does not exist"));
    EXPECT_EQ(named->quit(), 0);
}

TEST_F(AskingTest, WhatCannotBeSavedIsSavedElsewhereBeforeTheEnd) {
    auto explorer = start();
    fs::rename(explorer->data_dir(), folder_ / "away");
    std::ofstream(explorer->data_dir()) << "no folder: nothing can be written below it";
    explorer->press_keys("ctrl+s");
    const Probe probe =
        explorer->wait_until("it is told", [](const Probe& p) { return said(p, "Not a directory"); });
    EXPECT_FALSE(said(probe, "Kept as"));
    explorer->click("Top/Settings");
    explorer->click("Top/Quit");
    type_and_return(*explorer, "Quit/Folder", (folder_ / "elsewhere").string());
    explorer->click("Quit/Elsewhere");
    explorer->wait_until("it is saved",
                         [&](const Probe&) { return fs::exists(folder_ / "elsewhere/session.json"); });
    EXPECT_EQ(load_favourites(folder_ / "elsewhere/favourites.json").favourites.size(), 1u);
    explorer->click("Quit/Quit");
    EXPECT_EQ(explorer->process().wait(60), 0);
}

}  // namespace
}  // namespace progan::test
