// Favourites without a display: stars, tags, albums, how they are listed, and the files of others.
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "app/explorer/features/favourites/favourites_listing.h"
#include "app/explorer/shell/commands/commands.h"
#include "app/explorer/shell/features.h"
#include "core/image/image_file.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

using Texts = std::vector<std::string>;

class FavouritesTest : public ::testing::Test {
  protected:
    FavouritesTest() {
        state.data_dir = folder.path;
        features.model_opened(test::plain_model());
        until([this] { return !state.history.empty(); });
    }
    void until(const std::function<bool()>& condition) {
        ASSERT_TRUE(test::frames_until(engine, features, condition, [this] { frame(); }));
    }
    void frame() { features.history.observe(Time{}, false); }
    void keep(const std::vector<std::uint32_t>& seeds) {
        for (const std::uint32_t seed : seeds) {
            features.face.pick_seed(seed);
            frame();
            favourites.keep_current();
            frame();
        }
    }
    Favourite& at(std::size_t i) { return state.favourites.at(i); }
    Texts names() {
        Texts listed;
        for (const std::size_t i : listed_favourites(state)) listed.push_back(at(i).name);
        return listed;
    }
    std::string said() const { return state.notifications.empty() ? "" : state.notifications.back().text; }
    bool has_said(const std::string& text) const {
        return std::any_of(state.notifications.begin(), state.notifications.end(),
                           [&](const Notification& n) { return n.text.find(text) != std::string::npos; });
    }
    std::vector<Favourite> in_file() const {
        return load_favourites(folder.path / "favourites.json").favourites;
    }
    fs::path write(const std::string& name, const std::string& text) const {
        fs::path path = folder.path / "theirs" / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path) << text;
        return path;
    }
    static Favourite theirs(const std::string& id, float value) {
        Favourite face;
        face.id = id;
        face.name = "Theirs " + id;
        face.latent.assign(test::kLatentSize, value);
        face.latent[0] = 1;
        face.model_sha256 = std::string(64, 'a');
        return face;
    }
    static KeyPress key(int key) { return {.key = key}; }

    test::StateFolder folder{"favourites"};
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [] { return Time{}; }};
    FavouritesController& favourites = features.favourites;
};

TEST_F(FavouritesTest, FacesKeptOneAfterAnotherAreToldByOneMessage) {
    keep({1, 2, 3});
    until([this] { return said() == "Kept as \"Seed 3\"."; });
    EXPECT_EQ(state.favourites.size(), 3u);
    EXPECT_EQ(std::count_if(state.notifications.begin(), state.notifications.end(),
                            [](const Notification& shown) { return shown.topic == "kept"; }),
              1)
        << "they would cover the face";
}

TEST_F(FavouritesTest, AFaceThatIsKeptAlreadyIsNotKeptTwice) {
    keep({3, 4});
    favourites.rename(at(0).id, "Anna");
    keep({3});
    EXPECT_EQ(state.favourites.size(), 2u);
    EXPECT_EQ(said(), "Already kept as \"Anna\".");
    EXPECT_EQ(state.favourites_view.inspected, at(0).id);
    at(0).model_sha256 = std::string(64, 'b');  // the same numbers of another model
    favourites.keep_current();
    EXPECT_EQ(state.favourites.size(), 3u);
}

TEST_F(FavouritesTest, TheRingIsAroundTheFaceThatIsShown) {
    keep({3});
    const auto with_ring = [&] {
        Texts found;
        for (const Favourite& favourite : state.favourites)
            if (ShownFace(state).is(favourite)) found.push_back(favourite.name);
        return found;
    };
    EXPECT_EQ(with_ring(), Texts{"Seed 3"});
    features.face.turn_slider(2, 20);
    EXPECT_EQ(with_ring(), Texts{}) << "the sliders have turned it";
    favourites.keep_current();
    EXPECT_EQ(with_ring(), Texts{at(1).name});
    favourites.open(at(0).id);
    EXPECT_EQ(with_ring(), Texts{"Seed 3"});
}

TEST_F(FavouritesTest, StarsAreKeptUndoneAndRedone) {
    keep({3, 4, 5});
    favourites.rate({at(0).id, at(2).id}, 4);
    frame();
    favourites.rate({at(0).id}, 9);  // as many as there are
    frame();
    EXPECT_EQ(at(0).rating, 5);
    EXPECT_EQ(at(1).rating, 0);
    EXPECT_EQ(at(2).rating, 4);
    until([this] { return in_file().size() == 3 && in_file()[0].rating == 5; });
    features.history.undo();
    EXPECT_EQ(at(0).rating, 4);
    features.history.undo();
    EXPECT_EQ(at(0).rating, 0);
    EXPECT_EQ(at(2).rating, 0);
    features.history.redo();
    EXPECT_EQ(at(2).rating, 4);
}

TEST_F(FavouritesTest, TagsComeAndGoForAll) {
    keep({3, 4});
    favourites.add_tags({at(0).id}, "hair");
    favourites.add_tags({at(0).id, at(1).id}, " smile, hair ,, old");
    EXPECT_EQ(at(0).tags, (Texts{"hair", "smile", "old"}));
    EXPECT_EQ(at(1).tags, (Texts{"smile", "hair", "old"}));
    favourites.remove_tag({at(0).id, at(1).id}, "hair");
    EXPECT_EQ(at(0).tags, (Texts{"smile", "old"}));
    EXPECT_EQ(at(1).tags, (Texts{"smile", "old"}));
}

TEST_F(FavouritesTest, NamesAreSortedAsPeopleDo) {
    const Texts sorted{"",         "1",   "anna",   "Anna 2",  "anna 010",
                       "Anna 10b", "Bob", "Seed 9", "Seed 10", "Seed 100"};
    for (std::size_t i = 0; i < sorted.size(); ++i)
        for (std::size_t j = 0; j < sorted.size(); ++j)
            EXPECT_EQ(natural_less(sorted[i], sorted[j]), i < j) << sorted[i] << " and " << sorted[j];
}

TEST_F(FavouritesTest, TheyAreListedInTheOrderThatIsChosen) {
    keep({30, 4, 5, 100});
    const std::vector<int> ratings{3, 0, 5, 3};
    const Texts created{"2026-01-02T00:00:00Z", "2026-01-04T00:00:00Z", "2026-01-01T00:00:00Z", ""};
    for (std::size_t i = 0; i < 4; ++i) {
        at(i).rating = ratings[i];
        at(i).created = created[i];
    }
    FavouriteOrder& order = state.favourites_settings.order;
    EXPECT_EQ(names(), (Texts{"Seed 30", "Seed 4", "Seed 5", "Seed 100"}));
    order = FavouriteOrder::newest;
    EXPECT_EQ(names(), (Texts{"Seed 4", "Seed 30", "Seed 5", "Seed 100"}));
    order = FavouriteOrder::name;
    EXPECT_EQ(names(), (Texts{"Seed 4", "Seed 5", "Seed 30", "Seed 100"}));
    order = FavouriteOrder::rating;
    EXPECT_EQ(names(), (Texts{"Seed 5", "Seed 30", "Seed 100", "Seed 4"}));
    at(1).rating = 4;  // also after a change
    EXPECT_EQ(names(), (Texts{"Seed 5", "Seed 4", "Seed 30", "Seed 100"}));
    state.favourites.erase(state.favourites.begin());
    EXPECT_EQ(names(), (Texts{"Seed 5", "Seed 4", "Seed 100"}));
}

TEST_F(FavouritesTest, SearchStarsAndAlbumNarrowTheList) {
    keep({3, 4, 5});
    at(0).rating = 2;
    at(1).rating = 4;
    at(2).tags = {"Smile"};
    at(1).albums = at(2).albums = {"Cast"};
    state.favourites_view.search = "smi";
    EXPECT_EQ(names(), (Texts{"Seed 5"}));
    state.favourites_view.search = "SEED";
    EXPECT_EQ(names().size(), 3u);
    state.favourites_view.least_stars = 2;
    EXPECT_EQ(names(), (Texts{"Seed 3", "Seed 4"}));
    state.favourites_settings.album = "Cast";
    EXPECT_EQ(names(), (Texts{"Seed 4"}));
    state.favourites_view.least_stars = 0;
    EXPECT_EQ(names(), (Texts{"Seed 4", "Seed 5"}));
    std::vector<Favourite> shown = favourites.selected_or_listed();  // so the slideshow
    ASSERT_EQ(shown.size(), 2u);
    EXPECT_EQ(shown[0].name, "Seed 4");
}

TEST_F(FavouritesTest, WhatIsInspectedIsSelectedOrWasOpenedLast) {
    keep({3, 4, 5});
    favourites.open(at(0).id);
    EXPECT_EQ(inspected_ids(state), (Texts{at(0).id}));
    features.exporting.toggle_selected(at(2).id);
    features.exporting.toggle_selected(at(1).id);
    EXPECT_EQ(inspected_ids(state), (Texts{at(1).id, at(2).id}));
    state.favourites_settings.order = FavouriteOrder::newest;
    for (std::size_t i = 0; i < 3; ++i) at(i).created.clear();
    EXPECT_EQ(inspected_ids(state), (Texts{at(2).id, at(1).id}));
    features.exporting.clear_selection();
    EXPECT_EQ(inspected_ids(state), (Texts{at(0).id}));
    favourites.remove(at(0).id);
    EXPECT_EQ(inspected_ids(state), (Texts{at(0).id}));  // nothing is listed after it: what was before
}

TEST_F(FavouritesTest, SeveralAreDeletedAndComeBackWhereTheyWere) {
    keep({3, 4, 5, 6});
    const std::vector<Favourite> before = state.favourites;
    features.exporting.toggle_selected(at(0).id);
    favourites.remove({at(0).id, at(2).id});
    EXPECT_EQ(said(), "2 faces deleted.");
    EXPECT_EQ(names(), (Texts{"Seed 4", "Seed 6"}));
    EXPECT_TRUE(state.exporting.selected.empty());
    until([this] { return in_file().size() == 2; });
    favourites.undo_change();
    EXPECT_EQ(state.favourites, before);
    EXPECT_FALSE(has_said("deleted"));
    until([this] { return in_file().size() == 4; });
}

TEST_F(FavouritesTest, KeysActOnlyWhereTheWalkIs) {
    keep({3, 4, 5});
    EXPECT_FALSE(favourites.key(key(GLFW_KEY_3), true));  // the walk is elsewhere
    state.favourites_view.focused = state.favourites_view.inspected = at(1).id;
    EXPECT_FALSE(favourites.key(key(GLFW_KEY_3), false));
    EXPECT_FALSE(favourites.key(key(GLFW_KEY_6), true));
    EXPECT_TRUE(favourites.key(key(GLFW_KEY_3), true));
    EXPECT_EQ(at(1).rating, 3);
    EXPECT_TRUE(favourites.key(key(GLFW_KEY_KP_5), true));
    EXPECT_EQ(at(1).rating, 5);
    EXPECT_TRUE(favourites.key(key(GLFW_KEY_0), true));
    EXPECT_EQ(at(1).rating, 0);
    EXPECT_TRUE(favourites.key({.key = GLFW_KEY_A, .ctrl = true}, true));
    EXPECT_EQ(state.exporting.selected.size(), 3u);
    EXPECT_FALSE(favourites.key({.key = GLFW_KEY_1, .ctrl = true}, true));
    EXPECT_TRUE(favourites.key(key(GLFW_KEY_2), true));  // all that are selected
    EXPECT_EQ(at(0).rating + at(1).rating + at(2).rating, 6);
    features.exporting.clear_selection();
    EXPECT_TRUE(favourites.key(key(GLFW_KEY_DELETE), true));
    EXPECT_EQ(names(), (Texts{"Seed 3", "Seed 5"}));
    EXPECT_EQ(state.favourites_view.inspected, at(1).id);  // what took its place
    EXPECT_TRUE(state.favourites_view.walk_there);
}

TEST_F(FavouritesTest, SeveralBecomeAJourney) {
    const Commands commands(state, features);
    keep({3, 4, 5});
    at(1).model_sha256 = std::string(64, 'b');
    const std::size_t said_before = state.notifications.size();
    favourites.animate({at(2).id, at(1).id, at(0).id});
    ASSERT_EQ(state.journey.keyframes.size(), 2u);
    EXPECT_EQ(state.journey.keyframes[0].latent, at(2).latent);
    EXPECT_EQ(state.journey.keyframes[1].seed, 3u);
    EXPECT_TRUE(state.panels.timeline);
    EXPECT_EQ(said(),
              "A journey of 2 faces. Press Space to play. 1 face of another model was left out. It "
              "replaced the one on the timeline.");
    EXPECT_EQ(state.notifications.size(), said_before + 1) << "one message tells all of it";
    const Journey before = state.journey;
    favourites.animate({at(1).id, at(0).id});
    EXPECT_EQ(state.journey, before);
}

TEST_F(FavouritesTest, WhatIsToldNamesTheKeysAsTheyAre) {
    Commands commands(state, features);
    keep({3, 4});
    const auto told_with = [&](std::vector<Chord> chords) {
        state.settings.keys.of["journey.play"] = std::move(chords);
        commands.handle({}, {});
        favourites.animate({at(1).id, at(0).id});
        return said();
    };
    EXPECT_EQ(told_with({Chord{.key = GLFW_KEY_F9}}),
              "A journey of 2 faces. Press F9 to play. It replaced the one on the timeline.");
    EXPECT_EQ(told_with({}), "A journey of 2 faces. It replaced the one on the timeline.");
}

TEST_F(FavouritesTest, NewFacesGoIntoTheChosenAlbum) {
    keep({3});
    state.favourites_settings.album = "Cast";
    keep({4});
    EXPECT_EQ(at(1).albums, (Texts{"Cast"}));
    until([this] { return has_said(R"(Kept as "Seed 4" in the album "Cast".)"); });
    keep({3});
    EXPECT_EQ(said(), "Already kept as \"Seed 3\". It is now also in the album \"Cast\".");
    EXPECT_EQ(at(0).albums, (Texts{"Cast"}));
    EXPECT_EQ(state.favourites.size(), 2u);
}

TEST_F(FavouritesTest, AlbumsAreRenamedJoinedDeletedAndUndone) {
    keep({3, 4, 5});
    favourites.put_into_album({at(0).id, at(1).id}, "Cast");
    favourites.put_into_album({at(1).id, at(2).id}, "Crew 10");
    favourites.put_into_album({at(2).id}, "crew 9");
    EXPECT_EQ(album_names(state), (Texts{"Cast", "crew 9", "Crew 10"}));
    const std::vector<Favourite> before = state.favourites;
    state.favourites_settings.album = "Cast";
    favourites.rename_album("Cast", "Crew 10");  // the two become one
    EXPECT_EQ(at(0).albums, (Texts{"Crew 10"}));
    EXPECT_EQ(at(1).albums, (Texts{"Crew 10"}));
    EXPECT_EQ(state.favourites_settings.album, "Crew 10");
    favourites.undo_change();
    EXPECT_EQ(state.favourites, before);
    favourites.delete_album("Crew 10");
    EXPECT_EQ(state.favourites.size(), 3u);
    EXPECT_EQ(at(1).albums, (Texts{"Cast"}));
    EXPECT_EQ(state.favourites_settings.album, "");
    EXPECT_EQ(said(), "Deleted the album \"Crew 10\"; its faces are still here.");
    favourites.undo_change();
    EXPECT_EQ(state.favourites, before);
    frame();
    favourites.take_out_of_album({at(0).id, at(1).id}, "Cast");
    EXPECT_EQ(album_names(state), (Texts{"crew 9", "Crew 10"}));
    frame();
    features.history.undo();
    EXPECT_EQ(state.favourites, before);
}

TEST_F(FavouritesTest, AnotherFileComesInAndGoesAgain) {
    keep({3});
    until([this] { return has_said("Kept as \"Seed 3\"."); });  // once it is saved
    const std::vector<Favourite> before = state.favourites;
    Favourite same = at(0);
    same.id = "other1";
    same.rating = 4;
    Favourite pictured = theirs("t2", 0.5f);
    pictured.image = "pictures/two.png";
    pictured.model_sha256 = std::string(64, 'b');  // it cannot be made here
    const fs::path file = write("favourites.json", favourites_to_json({theirs("t1", 0.25f), same, pictured}));
    fs::create_directories(file.parent_path() / "pictures");
    write_png(file.parent_path() / "pictures/two.png", Image(4, 4));
    features.open(file);
    until([this] { return state.favourites.size() == 3; });
    EXPECT_EQ(said(), "Added 2 faces; 1 was already here.");
    EXPECT_EQ(at(0).rating, 4);
    EXPECT_EQ(at(0).name, before[0].name);
    EXPECT_EQ(at(1).id, "t1");
    EXPECT_EQ(at(1).image, "");
    EXPECT_EQ(at(2).image, "favourites/t2.png");
    EXPECT_EQ(read_image(folder.path / "favourites/t2.png").width, 4);
    EXPECT_EQ(state.favourites_view.inspected, "t1");
    frame();
    until([this] { return in_file().size() == 3; });
    features.open(file);
    until([this] { return has_said("You already have all 3 faces in favourites.json."); });
    EXPECT_EQ(state.favourites.size(), 3u);
    favourites.undo_change();
    EXPECT_EQ(state.favourites.size(), 1u);
    EXPECT_EQ(at(0).rating, 0);
    until([this] { return in_file().size() == 1; });
    frame();
    features.history.undo();  // the undo itself is a step
    EXPECT_EQ(state.favourites.size(), 3u);
}

TEST_F(FavouritesTest, OfADamagedFileTheRestComesIn) {
    const fs::path file = write("faces.json", R"({"version": 1, "favourites": [
        {"id": "a", "name": "first", "latent": [1, 2, 3, 4, 5, 6, 7, 8], "rating": "many"},
        {"id": "b", "name": "no number", "latent": [1, "x"]},
        {"id": "c", "name": "last", "latent": [8, 7, 6, 5, 4, 3, 2, 1]}]})");
    features.open(file);
    until([this] { return state.favourites.size() == 2; });
    EXPECT_TRUE(has_said("1 favourite of faces.json could not be read and was left out."));
    EXPECT_TRUE(has_said("favourites[1].latent[1] is 'x'"));
    EXPECT_TRUE(has_said("1 rating or album of faces.json could not be read and was left out."));
    EXPECT_EQ(said(), "Added 2 faces.");
    const fs::path broken = write("broken.json", "{\"favourites\"");
    features.open(broken);
    until([this] { return has_said("broken.json"); });
    EXPECT_EQ(state.favourites.size(), 2u);
}

TEST_F(FavouritesTest, AFileOfOneFaceShowsItUnlessItIsImported) {
    const std::string text = favourites_to_json({theirs("t1", 0.25f)});
    features.open(write("face.json", text));
    until([this] { return state.face.base.name == "Theirs t1"; });
    EXPECT_TRUE(state.favourites.empty());
    favourites.import_file(write("face.json", text));
    until([this] { return state.favourites.size() == 1; });
    EXPECT_EQ(said(), "Added 1 face.");
    features.open(write("favourites.json", favourites_to_json({})));
    until([this] { return has_said("favourites.json contains no favourites."); });
}

}  // namespace
}  // namespace progan
