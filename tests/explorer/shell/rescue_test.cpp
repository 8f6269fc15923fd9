// A data folder that cannot be written: nothing is called kept, and all can be saved elsewhere.
#include "app/explorer/shell/session/rescue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "app/explorer/shell/quitting.h"
#include "app/explorer/shell/session/session.h"
#include "app/explorer/state/queries.h"
#include "core/axes/axis_file.h"
#include "core/files/atomic_file.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

class RescueTest : public ::testing::Test {
  protected:
    RescueTest() {
        std::ofstream(folder.path / "file") << "no folder";
        state.data_dir = folder.path / "file/data";  // nobody can write there, not even root
        features.model_opened(test::plain_model());
    }
    bool said(const std::string& text) const {
        return std::any_of(state.notifications.begin(), state.notifications.end(),
                           [&](const Notification& n) { return n.text.find(text) != std::string::npos; });
    }
    void wait(const std::function<bool()>& condition) {
        EXPECT_TRUE(test::frames_until(engine, features, condition));
    }

    test::StateFolder folder{"rescue"};
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [] { return Time{}; }};
};

TEST_F(RescueTest, NothingIsCalledKeptBeforeItIsOnDisk) {
    features.favourites.keep_current();
    EXPECT_TRUE(state.notifications.empty());
    wait([&] { return state.favourites_unsaved; });
    EXPECT_TRUE(said("Not a directory"));
    EXPECT_FALSE(said("Kept as"));

    state.data_dir = folder.path / "data";
    AppState sound;
    sound.data_dir = folder.path / "sound";
    Features others{sound, engine, [] { return Time{}; }};
    others.model_opened(test::plain_model());
    others.favourites.keep_current();
    EXPECT_TRUE(test::frames_until(engine, others, [&] { return !sound.notifications.empty(); }));
    EXPECT_EQ(sound.notifications.back().text.find("Kept as"), 0u);
    EXPECT_TRUE(fs::exists(sound.data_dir / "favourites.json"));
}

TEST_F(RescueTest, APictureThatCouldNotBeWrittenIsNotCalledKeptEither) {
    state.data_dir = folder.path / "data";
    fs::create_directories(state.data_dir);
    std::ofstream(state.data_dir / "favourites") << "in the way of the pictures' folder";
    state.shown = Image(16, 16);
    state.shown_request.latents = {current_latent(state)};
    state.shown_request.level = state.model->spec.last_level;
    state.shown_request.alpha = state.model->spec.alpha;
    features.favourites.keep_current();
    wait([&] { return fs::exists(state.data_dir / "favourites.json") && !state.notifications.empty(); });
    wait([&] { return state.favourite_pictures_unsaved; });
    EXPECT_FALSE(said("Kept as"));
    EXPECT_EQ(state.notifications.size(), 1u);
    // The favourite itself is safe: nothing else is said where the program is to end.
    EXPECT_FALSE(state.favourites_unsaved);
    ASSERT_EQ(unsaved_things(state).size(), 1u);
    EXPECT_EQ(unsaved_things(state)[0].find("Pictures of favourites"), 0u) << unsaved_things(state)[0];
    EXPECT_EQ(load_favourites(state.data_dir / "favourites.json").favourites.size(), 1u);
    // It is kept until it can be.
    fs::remove(state.data_dir / "favourites");
    features.save_again();
    wait([&] { return !state.favourite_pictures_unsaved; });
    EXPECT_TRUE(unsaved_things(state).empty());
    EXPECT_TRUE(fs::exists(state.data_dir / state.favourites.at(0).image));
}

TEST_F(RescueTest, WhatIsUnsavedIsAskedAboutAndSavedElsewhere) {
    EXPECT_TRUE(unsaved_things(state).empty());
    Axis axis;
    axis.id = axis.name = "smile";
    axis.direction = Latent(test::kLatentSize, 0.25f);
    state.axes = {axis};
    state.axes_unsaved = state.session_unsaved = true;
    features.favourites.keep_current();
    wait([&] { return state.favourites_unsaved; });
    EXPECT_EQ(unsaved_things(state).size(), 3u);
    ask_to_quit(state, features);
    EXPECT_FALSE(state.quit);
    EXPECT_TRUE(state.show_quit);
    EXPECT_FALSE(state.rescue_folder.empty());

    const fs::path elsewhere = folder.path / "elsewhere";
    rescue_to(elsewhere, state);
    EXPECT_EQ(load_favourites(elsewhere / "favourites.json").favourites, state.favourites);
    EXPECT_EQ(load_axes(axes_path(elsewhere, state.model->sha256)).axes.size(), 1u);
    AppState again;
    again.data_dir = elsewhere;  // as --data-dir names it
    const std::string text = read_text_file(session_path(again), 1u << 20);
    EXPECT_EQ(session_from_json(text, "session.json").session.face, state.face);
    EXPECT_THROW(rescue_to(state.data_dir, state), Error);
}

TEST_F(RescueTest, TheFolderIsNew) {
    setenv("HOME", folder.path.c_str(), 1);
    const fs::path first = rescue_folder();
    EXPECT_EQ(first.parent_path(), folder.path);
    fs::create_directories(first);
    EXPECT_NE(rescue_folder(), first);
}

}  // namespace
}  // namespace progan
