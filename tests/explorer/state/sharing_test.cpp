// Two windows on one data folder, without a display: what one does the other shows, and undo is each one's
// own.
#include <gtest/gtest.h>

#include <fstream>

#include "app/explorer/shell/features.h"
#include "app/explorer/state/queries.h"
#include "core/axes/axis_file.h"
#include "core/documents/session_recording.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

/// What App is to the features, but for the display.
struct OpenWindow {
    explicit OpenWindow(const fs::path& folder) {
        state.data_dir = folder;
        state.favourites = favourite_store(folder / "favourites.json").read().items;
        features = std::make_unique<Features>(state, engine, [] { return Time{}; });
        features->model_opened(test::plain_model());
        frames_until([this] { return !state.history.empty(); });
    }
    void frame() const { features->history.observe(Time{}, false); }
    bool frames_until(const std::function<bool()>& condition) {
        return test::frames_until(engine, *features, condition, [this] { frame(); });
    }
    /// Looks at the shared files, as the watch has it do, until the condition holds.
    bool hears(const std::function<bool()>& condition) {
        return test::frames_until(engine, *features, condition, [this] {
            features->look_at_shared_files();
            frame();
        });
    }
    void keep(std::uint32_t seed) const {
        features->face.pick_seed(seed);
        frame();
        features->favourites.keep_current();
        frame();
    }
    bool knows(std::size_t count) {
        return hears([&] { return state.favourites.size() == count; });
    }

    AppState state;
    Engine engine{test::plain_engine()};
    std::unique_ptr<Features> features;
};

class SharingTest : public ::testing::Test {
  protected:
    std::vector<Favourite> in_file() const {
        return load_favourites(folder.path / "favourites.json").favourites;
    }
    test::StateFolder folder{"sharing"};
};

TEST_F(SharingTest, WhatIsKeptInTurnIsInBothAndInTheFile) {
    OpenWindow a(folder.path), b(folder.path);
    for (std::uint32_t seed = 1; seed <= 6; ++seed) (seed % 2 == 0 ? a : b).keep(seed);
    ASSERT_TRUE(a.knows(6));
    ASSERT_TRUE(b.knows(6));
    EXPECT_EQ(in_file().size(), 6u);
    EXPECT_EQ(a.state.favourites, b.state.favourites);
}

TEST_F(SharingTest, UndoTakesBackOnlyWhatThisWindowDid) {
    OpenWindow a(folder.path), b(folder.path);
    a.keep(1);
    ASSERT_TRUE(b.knows(1));
    const std::size_t steps = b.state.history.size();
    b.frame();
    EXPECT_EQ(b.state.history.size(), steps);  // nobody did anything here
    b.keep(2);
    ASSERT_TRUE(a.knows(2));
    a.features->favourites.remove(a.state.favourites[0].id);
    a.frame();
    ASSERT_TRUE(b.knows(1));
    EXPECT_EQ(b.state.history.size(), steps + 1) << "its own face";
    b.features->history.undo();
    b.frame();
    EXPECT_EQ(b.state.favourites.size(), 1u) << "that was not deleted here";
    a.features->history.undo();
    a.frame();
    ASSERT_TRUE(b.knows(2));
    a.features->history.redo();
    a.frame();
    ASSERT_TRUE(b.knows(1));
    EXPECT_EQ(b.state.favourites[0].name, "Seed 2");
}

TEST_F(SharingTest, DeletedHereAndRenamedThereItStays) {
    OpenWindow a(folder.path);
    a.keep(1);
    ASSERT_TRUE(a.frames_until([&] { return in_file().size() == 1; }));
    OpenWindow b(folder.path);
    const std::string id = a.state.favourites[0].id;
    b.features->favourites.rename(id, "Zelda", "");
    ASSERT_TRUE(b.frames_until([&] { return in_file().at(0).name == "Zelda"; }));
    a.features->favourites.remove(id);  // it has not heard yet
    ASSERT_TRUE(a.hears([&] { return a.state.favourites.size() == 1; }));
    EXPECT_EQ(a.state.favourites[0].name, "Zelda");
    a.features->favourites.remove(id);  // now it is meant
    ASSERT_TRUE(b.knows(0));
}

TEST_F(SharingTest, WhatCouldNotBeWrittenIsWrittenWithTheNext) {
    OpenWindow a(folder.path);
    a.keep(1);
    ASSERT_TRUE(a.frames_until([&] { return in_file().size() == 1; }));
    const fs::path moved = folder.path.string() + "-moved";
    fs::rename(folder.path, moved);
    std::ofstream(folder.path) << "in the way";  // nothing can be written there
    a.keep(2);
    ASSERT_TRUE(a.frames_until([&] { return !a.state.notifications.empty() && a.state.favourites_unsaved; }));
    EXPECT_EQ(a.state.favourites.size(), 2u);
    fs::remove(folder.path);
    fs::rename(moved, folder.path);
    a.keep(3);
    ASSERT_TRUE(a.frames_until([&] { return !a.state.favourites_unsaved; }));
    EXPECT_EQ(in_file().size(), 3u);
}

TEST_F(SharingTest, SessionsRecordedInTheSameMomentAreTwoFiles) {
    OpenWindow a(folder.path), b(folder.path);
    for (OpenWindow* window : {&a, &b}) window->features->recording.toggle_take();
    for (OpenWindow* window : {&a, &b}) {
        window->features->recording.toggle_take();
        bool written = false;
        const Ticket last = window->engine.run_task([] {}, [&](const Result<void>&) { written = true; });
        ASSERT_TRUE(window->frames_until([&] { return written; }));
    }
    std::size_t takes = 0;
    for (const fs::directory_entry& take : fs::directory_iterator(folder.path / "takes")) {
        EXPECT_NO_THROW(SessionRecording(take.path()).seconds());
        ++takes;
    }
    EXPECT_EQ(takes, 2u);
}

TEST_F(SharingTest, ManyChangesAtOnceInBothAreAllKept) {
    OpenWindow a(folder.path), b(folder.path);
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        a.keep(seed);
        b.keep(100 + seed);
        test::drain(a.engine, *a.features);
        a.features->look_at_shared_files();
        test::drain(b.engine, *b.features);
        b.features->look_at_shared_files();
    }
    ASSERT_TRUE(a.knows(40));
    ASSERT_TRUE(b.knows(40));
    EXPECT_EQ(in_file().size(), 40u);
}

/// With a model in the engine, so that axes are found and measured.
struct AxesWindow {
    explicit AxesWindow(const fs::path& folder) {
        state.data_dir = folder;
        engine = std::make_unique<Engine>(test::plain_engine_with_model());
        features = std::make_unique<Features>(state, *engine, [this] { return now; });
        engine->open_model("plain", "cpu");
        until([this] { return state.model && !state.axes_list.loading && !state.axes_list.finding; });
    }
    bool until(const std::function<bool()>& condition) {
        return test::frames_until(
            *engine, *features, condition,
            [&] {
                features->look_at_shared_files();
                features->axes.tick(now += Seconds{0.05});
                features->history.observe(now, false);
            },
            [&](const Event& event) {
                if (const auto* ready = std::get_if<ModelReady>(&event)) {
                    features->model_opened(*ready);
                    state.backend_ready = true;
                }
            });
    }
    void add(const std::string& id, std::size_t component) {
        Axis axis;
        axis.id = axis.name = id;
        axis.direction.assign(test::kLatentSize, 0.0f);
        axis.direction[component] = 1;
        axis.method = AxisMethod::imported;
        axis.effect = 1;
        state.axes.push_back(std::move(axis));
    }
    const Axis* find(const std::string& id) { return find_by_id(state.axes, id); }

    Time now;
    AppState state;
    std::unique_ptr<Engine> engine;
    std::unique_ptr<Features> features;
};

TEST_F(SharingTest, AxesMadeInTwoWindowsAreInBoth) {
    AxesWindow a(folder.path), b(folder.path);
    a.add("mine", 0);
    b.add("yours", 1);
    ASSERT_TRUE(a.until([&] { return a.find("yours") || (b.until([] { return true; }), false); }));
    ASSERT_TRUE(b.until([&] { return b.find("mine") != nullptr; }));
    EXPECT_NE(a.find("mine"), nullptr);
    EXPECT_NE(b.find("yours"), nullptr);
    a.features->axes.rename("yours", "hair");
    b.features->axes.toggle_pin("yours");  // neither has heard of the other
    ASSERT_TRUE(a.until([&] { return a.find("yours")->pinned || (b.until([] { return true; }), false); }));
    EXPECT_EQ(a.find("yours")->name, "hair");
    ASSERT_TRUE(b.until([&] { return b.find("yours")->name == "hair"; }));
    EXPECT_TRUE(b.find("yours")->pinned);
}

TEST_F(SharingTest, DifferentFindsOfOneIdLeaveTheFaceAsItIs) {
    AxesWindow a(folder.path), b(folder.path);
    a.add("pca-2-9", 2);
    a.add("marker", 0);
    ASSERT_TRUE(a.until([&] {
        return load_kept_axes(axes_path(folder.path, std::string(64, 'a')), test::kLatentSize).axes.size() ==
               2;
    }));
    // b has found another one meanwhile, and has turned the face by it.
    b.add("pca-2-9", 3);
    b.state.face.turns["pca-2-9"] = 30;
    const Latent seen = current_latent(b.state);
    ASSERT_TRUE(b.until([&] { return b.find("marker") != nullptr; }));
    EXPECT_EQ(b.find("pca-2-9")->direction, a.find("pca-2-9")->direction);
    const Latent now = current_latent(b.state);
    for (std::size_t i = 0; i < now.size(); ++i) EXPECT_NEAR(now[i], seen[i], 1e-4);
}

TEST_F(SharingTest, AnAxisDeletedThereLeavesTheFaceHereAsItIs) {
    AxesWindow a(folder.path), b(folder.path);
    a.add("hair", 2);
    a.add("other", 3);
    ASSERT_TRUE(b.until([&] { return b.find("hair") || (a.until([] { return true; }), false); }));
    b.state.face.turns["hair"] = 30;
    const Latent seen = current_latent(b.state);
    const std::size_t steps = b.state.history.size();
    a.features->axes.remove("hair");
    ASSERT_TRUE(b.until([&] { return !b.find("hair") || (a.until([] { return true; }), false); }));
    const Latent now = current_latent(b.state);
    ASSERT_EQ(now.size(), seen.size());
    for (std::size_t i = 0; i < now.size(); ++i) EXPECT_NEAR(now[i], seen[i], 1e-4);
    EXPECT_TRUE(b.state.face.turns.empty());
    for (std::size_t i = steps; i < b.state.history.all().size(); ++i)
        EXPECT_TRUE(b.state.history.step(b.state.history.all()[i]).axes.empty());
}

}  // namespace
}  // namespace progan
