// Favourites by hand in the real window: stars by mouse and keys, names and tags, albums, and another
// favourites.json that is dropped on it.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "core/documents/favourites.h"
#include "core/latent/seeds.h"
#include "tests/window/drop_source.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
namespace fs = std::filesystem;
using Probe = Explorer::Probe;
using Texts = std::vector<std::string>;

class FavouritesWindowTest : public WindowTest {
  protected:
    /// The face of the next seed.
    static void keep_one_more(const Explorer& explorer) {
        const std::size_t kept = explorer.probe()["state"]["favourites"];
        explorer.press_keys("Page_Down");
        explorer.press_keys("ctrl+s");
        explorer.wait_until("it is kept",
                            [&](const Probe& p) { return p["state"]["favourites"] == kept + 1; });
    }
    static void keep(const Explorer& explorer, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) keep_one_more(explorer);
    }
    std::vector<Favourite> in_file() const {
        return load_favourites(folder_ / "data" / "favourites.json").favourites;
    }
    void wait_for_file(const Explorer& explorer, const std::string& what,
                       const std::function<bool(const std::vector<Favourite>&)>& condition) const {
        explorer.wait_until(what, [&](const Probe&) { return condition(in_file()); });
    }
    static void walk_to_first(const Explorer& explorer) {
        explorer.click("Favourites/Filter");
        explorer.press_keys("Tab");
        explorer.press_keys("Tab");
        explorer.wait_until("the walk is in the gallery",
                            [](const Probe& p) { return p["focus"] == "Favourite/0"; });
    }
    /// Once it stays where it is: messages that only inform go by themselves.
    static void undo_by_message(const Explorer& explorer) {
        explorer.wait_until("what was kept is told no more", [](const Probe& p) {
            return std::none_of(
                p["state"]["notifications"].begin(), p["state"]["notifications"].end(),
                [](const auto& said) { return said.template get<std::string>().starts_with("Kept as"); });
        });
        const Explorer::Point undo = explorer.hover("Notification/Undo");
        // After a walk, the pointer counts again once it has moved.
        desktop_->input("mousemove " + std::to_string(undo.x) + " " + std::to_string(undo.y));
        explorer.click("Notification/Undo");
    }
    static void wait_for_message(const Explorer& explorer, const std::string& text) {
        explorer.wait_until("it says: " + text, [&](const Probe& p) {
            return std::any_of(p["state"]["notifications"].begin(), p["state"]["notifications"].end(),
                               [&](const auto& said) {
                                   return said.template get<std::string>().find(text) != std::string::npos;
                               });
        });
    }
};

TEST_F(FavouritesWindowTest, StarsComeByMouseAndKeysAndGoByUndo) {
    auto explorer = start();
    keep(*explorer, 3);
    explorer->click("Favourite/1");
    explorer->click("Details/Star/4");
    wait_for_file(*explorer, "four stars", [](const auto& f) { return f[1].rating == 4; });
    explorer->click("Details/Star/4");
    wait_for_file(*explorer, "none", [](const auto& f) { return f[1].rating == 0; });
    walk_to_first(*explorer);
    explorer->press_keys("Right");
    explorer->press_keys("5");
    wait_for_file(*explorer, "five stars", [](const auto& f) { return f[1].rating == 5; });
    explorer->press_keys("Left");
    explorer->press_keys("2");
    wait_for_file(*explorer, "two stars", [](const auto& f) { return f[0].rating == 2; });
    EXPECT_EQ(explorer->probe()["state"]["zoom"], "fit");  // 1 is another's key elsewhere
    explorer->press_keys("ctrl+z");
    wait_for_file(*explorer, "no stars", [](const auto& f) { return f[0].rating == 0 && f[1].rating == 5; });
    EXPECT_EQ(explorer->quit(), 0);
    EXPECT_EQ(in_file()[1].rating, 5);
}

TEST_F(FavouritesWindowTest, ArrowsEnterAndDeleteInTheGallery) {
    auto explorer = start();
    const std::uint32_t first = explorer->probe()["state"]["seed"].get<std::uint32_t>() + 1;
    keep(*explorer, 3);
    walk_to_first(*explorer);
    explorer->press_keys("Right");
    explorer->press_keys("Return");
    explorer->wait_until("it is the second face",
                         [&](const Probe& p) { return p["state"]["seed"] == first + 1; });
    explorer->press_keys("Delete");
    wait_for_file(*explorer, "it is gone", [](const auto& f) { return f.size() == 2; });
    explorer->wait_until("the walk is where it was",
                         [](const Probe& p) { return p["focus"] == "Favourite/1"; });
    explorer->press_keys("Delete");
    wait_for_file(*explorer, "the next one, too", [](const auto& f) { return f.size() == 1; });
    undo_by_message(*explorer);
    wait_for_file(*explorer, "one is back", [](const auto& f) { return f.size() == 2; });
    EXPECT_EQ(in_file()[0].seed, first);
    EXPECT_EQ(in_file()[1].seed, first + 2);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(FavouritesWindowTest, NameAndTagsAreTypedAndChipsTakenAway) {
    auto explorer = start();
    keep(*explorer, 1);  // what is kept is inspected
    explorer->click("Details/Name");
    explorer->press_keys("ctrl+a");
    explorer->type("Anna");
    explorer->press_keys("Return");
    wait_for_file(*explorer, "it is called Anna", [](const auto& f) { return f[0].name == "Anna"; });
    explorer->click("Details/Add tag");
    explorer->type("smile, hair");
    explorer->press_keys("Return");
    wait_for_file(*explorer, "two tags", [](const auto& f) { return f[0].tags == Texts{"smile", "hair"}; });
    explorer->type("old");  // the field keeps the keys
    explorer->press_keys("Return");
    wait_for_file(*explorer, "three", [](const auto& f) { return f[0].tags.size() == 3; });
    explorer->press_keys("Escape");
    explorer->click("Details/Tag/hair/Remove");
    wait_for_file(*explorer, "two again", [](const auto& f) { return f[0].tags == Texts{"smile", "old"}; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(FavouritesWindowTest, WhatWasDeletedComesBackByItsOwnStep) {
    auto explorer = start();
    explorer->press_keys("ctrl+s");
    explorer->wait_until("a favourite", [](const Probe& p) { return p["state"]["favourites"] == 1; });
    walk_to_first(*explorer);
    explorer->press_keys("Delete");
    explorer->wait_until("none", [](const Probe& p) {
        return p["state"]["favourites"] == 0 &&
               p["state"]["history_label"].get<std::string>().starts_with("Deleted ");
    });
    explorer->press_keys("ctrl+z");
    explorer->wait_until("it is back", [](const Probe& p) { return p["state"]["favourites"] == 1; });
    wait_for_message(*explorer, "Undone: Deleted \"Seed 38\"");
    explorer->press_keys("ctrl+z");  // keeping it is not undone
    EXPECT_EQ(explorer->settled()["state"]["favourites"], 1);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(FavouritesWindowTest, AnAlbumTakesWhatIsKeptAndItsEndIsUndone) {
    auto explorer = start();
    keep(*explorer, 1);
    explorer->click("Favourites/More");
    explorer->click("Favourites/New album");
    explorer->find("Album/Name");
    explorer->type("Cast");
    explorer->press_keys("Return");
    explorer->wait_until("the dialog has closed",
                         [](const Probe& p) { return !p["widgets"].contains("Album/Name"); });
    keep_one_more(*explorer);
    wait_for_file(*explorer, "it is in the album",
                  [](const auto& f) { return f.size() == 2 && f[1].albums == Texts{"Cast"}; });
    EXPECT_FALSE(explorer->visible("Favourite/0"));  // of the other one
    choose(*explorer, "Favourites/Album", "All");
    explorer->find("Favourite/0");
    choose(*explorer, "Favourites/Album", "Cast");
    explorer->click("Favourites/Album");
    explorer->click("Favourites/Album delete");
    wait_for_file(*explorer, "the album is gone and no face",
                  [](const auto& f) { return f.size() == 2 && f[1].albums.empty(); });
    undo_by_message(*explorer);
    wait_for_file(*explorer, "it is back", [](const auto& f) { return f[1].albums == Texts{"Cast"}; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(FavouritesWindowTest, AnotherFileIsDroppedAndTakenBack) {
    auto explorer = start();
    keep(*explorer, 1);
    const Favourite own = in_file().at(0);
    std::vector<Favourite> theirs{own};
    theirs[0].id = "theirs0";
    theirs[0].rating = 3;
    for (const std::uint32_t seed : {901u, 902u}) {
        Favourite face;
        face.id = "theirs" + std::to_string(seed);
        face.name = "Theirs " + std::to_string(seed);
        face.seed = seed;
        face.latent = latent_from_seed(seed, own.latent.size(), SeedMode::numpy);
        face.model_sha256 = seed == 901 ? own.model_sha256 : std::string(64, 'b');
        face.model_name = seed == 901 ? own.model_name : "Far away";
        theirs.push_back(face);
    }
    std::string text = favourites_to_json(theirs);
    text.insert(text.find('{', text.find('[')), R"({"id": "broken", "name": "broken", "latent": "none"}, )");
    fs::create_directories(folder_ / "theirs");
    std::ofstream(folder_ / "theirs/favourites.json") << text;
    drop_file(desktop_->display(), "ProGAN Explorer", folder_ / "theirs/favourites.json", kWidth / 2,
              kHeight / 2);
    wait_for_message(*explorer, "Added 2 faces; 1 was already here.");
    wait_for_message(*explorer, "1 favourite of favourites.json could not be read and was left out.");
    wait_for_file(*explorer, "three are there", [](const auto& f) { return f.size() == 3; });
    EXPECT_EQ(in_file()[0].rating, 3);
    EXPECT_EQ(in_file()[0].name, own.name);
    explorer->click("Favourite/2");
    explorer->find("Details/Model/Missing");
    undo_by_message(*explorer);
    wait_for_file(*explorer, "they are gone", [](const auto& f) { return f.size() == 1; });
    EXPECT_EQ(in_file()[0].rating, 0);
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
