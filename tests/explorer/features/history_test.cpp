// The history: its tree, its file, and what becomes a step.
#include "app/explorer/features/history/history_controller.h"
#include "app/explorer/shell/features.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "app/explorer/features/history/history_file.h"
#include "app/explorer/shell/session/session.h"
#include "core/files/atomic_file.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

HistoryStep step_of(std::uint32_t seed) {
    HistoryStep step;
    step.time = "2026-05-04T09:08:07Z";
    step.label = "Seed " + std::to_string(seed);
    step.face.base.latent = latent_from_seed(seed, 8, SeedMode::numpy);
    step.face.degrees.assign(8, 0.0f);
    step.face.base.seed = seed;
    step.latent = step.face.base.latent;
    return step;
}

TEST(HistoryTree, UndoneStepsStayAsBranchesAndRedoFollowsTheWayWalkedLast) {
    HistoryTree tree;
    const auto a = tree.add(step_of(1)), b = tree.add(step_of(2)), c = tree.add(step_of(3));
    EXPECT_EQ(tree.parent(tree.head()), b);
    tree.move_to(b);
    EXPECT_EQ(tree.next(tree.head()), c);
    const auto d = tree.add(step_of(4));  // c becomes a branch
    EXPECT_EQ(tree.children(b), (std::vector<std::uint64_t>{c, d}));
    EXPECT_EQ(tree.line(), (std::vector<std::uint64_t>{a, b, d}));
    tree.move_to(a);
    EXPECT_EQ(tree.line(), (std::vector<std::uint64_t>{a, b, d}));
    tree.move_to(c);
    EXPECT_EQ(tree.line(), (std::vector<std::uint64_t>{a, b, c}));
    EXPECT_EQ(tree.next(b), c);
    EXPECT_EQ(tree.parent(a), 0u);
    EXPECT_EQ(tree.next(c), 0u);
    EXPECT_FALSE(tree.move_to(99));
}

TEST(HistoryTree, PruningKeepsTheHeadAndGivesUpBranchesFirst) {
    std::mt19937 random(7);
    HistoryTree tree;
    for (std::uint32_t i = 0; i < 300; ++i) {
        tree.add(step_of(i));
        if (i % 5 == 0) tree.move_to(tree.all()[random() % tree.size()]);
    }
    const auto head = tree.head();
    const auto line = tree.line();
    tree.prune(60);
    EXPECT_LE(tree.size(), 60u);
    EXPECT_EQ(tree.head(), head);
    for (const std::uint64_t id : tree.all()) {  // still one tree
        const std::uint64_t parent = tree.step(id).parent;
        EXPECT_TRUE(parent == 0 ? id == tree.all().front() : tree.contains(parent));
    }
    const auto left = tree.line();
    EXPECT_EQ(left.back(), line.back());
    tree.prune(1);
    EXPECT_EQ(tree.all(), (std::vector<std::uint64_t>{head}));
}

class HistoryTest : public ::testing::Test {
  protected:
    HistoryTest() {
        state.data_dir = folder.path;
        features.model_opened(test::plain_model());
        open();
    }

    /// A program that starts: the history is read.
    void open() {
        history = std::make_unique<HistoryController>(
            features.context, HistoryController::Restore{[this] { features.favourites.restored(); },
                                                         [this](Journey journey) {
                                                             features.timeline.restore(std::move(journey));
                                                         }});
        files_done();
        history->observe(now, false);
    }
    /// All that was queued has been read, or is on disk.
    void files_done() {
        bool done = false;
        const Ticket last = engine.run_task([] {}, [&](const Result<void>&) { done = true; });
        ASSERT_TRUE(test::frames_until(engine, features, [&] { return done; }))
            << "the engine's tasks do not end";
    }
    void gesture(const std::function<void()>& change) {
        change();
        history->observe(now += Seconds{1}, false);
    }
    std::string label() const { return state.history.step(state.history.head()).label; }

    test::StateFolder folder{"history"};
    Time now;
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [this] { return now; }};
    FaceActions& actions = features.face;
    std::unique_ptr<HistoryController> history;
};

TEST_F(HistoryTest, TheJourneysChoicesAreNamedAsTheWindowNamesThem) {
    gesture([&] { features.timeline.set_method(InterpolationMethod::slerp); });
    EXPECT_EQ(label(), "Path: constant speed");
    gesture([&] { features.timeline.set_repeat(Repeat::loop); });
    EXPECT_EQ(label(), "Repeat: loop");
    gesture([&] { features.timeline.set_pacing(Pacing::even); });
    EXPECT_EQ(label(), "Spacing: even throughout");
}

TEST_F(HistoryTest, OneStepAGestureHoweverManyFramesItTakes) {
    EXPECT_EQ(state.history.size(), 1u);
    EXPECT_FALSE(history->can_undo());
    for (int frame = 0; frame < 20; ++frame) {
        actions.turn_slider(1, static_cast<float>(frame));
        history->observe(now += Seconds{0.02}, true);
    }
    EXPECT_EQ(state.history.size(), 1u);
    history->observe(now += Seconds{0.02}, false);
    EXPECT_EQ(state.history.size(), 2u);
    EXPECT_EQ(label(), "Turned component 1");
    history->observe(now += Seconds{0.02}, false);  // nothing new
    EXPECT_EQ(state.history.size(), 2u);
    history->undo();
    EXPECT_EQ(state.face.degrees[1], 0);
    history->redo();
    EXPECT_EQ(state.face.degrees[1], 19);
}

TEST_F(HistoryTest, TurnsOfTheWheelInARowAreOneStep) {
    for (int turn = 1; turn <= 3; ++turn) {
        actions.turn_slider(0, static_cast<float>(turn));
        history->observe(now += Seconds{0.1}, false, true);
        history->observe(now += Seconds{0.1}, false);
    }
    EXPECT_EQ(state.history.size(), 1u);
    EXPECT_GT(history->next_tick().value(), now);
    history->observe(now = history->next_tick().value(), false);
    EXPECT_EQ(state.history.size(), 2u);
    history->undo();
    EXPECT_EQ(state.face.degrees[0], 0);
}

TEST_F(HistoryTest, ItGoesBackToTheExactFace) {
    gesture([&] { actions.pick_seed(4); });
    gesture([&] { actions.turn_slider(1, 12.5f); });
    const Face turned = state.face;
    gesture([&] { actions.pick_seed(5); });
    gesture([&] { actions.random_seed(); });
    history->undo();
    history->undo();
    EXPECT_EQ(state.face, turned);
    history->redo();
    EXPECT_EQ(state.face.base.seed, 5u);
    gesture([&] { actions.pick_seed(6); });  // a new way
    EXPECT_FALSE(history->can_redo());
    history->undo();
    EXPECT_EQ(state.face.base.seed, 5u);
    EXPECT_EQ(history->undo_label(), "Seed 5");
    EXPECT_EQ(history->redo_label(), "Seed 6");
}

TEST_F(HistoryTest, WhatIsKeptIsNeverTakenBackAndWhatIsDeletedIs) {
    gesture([&] { actions.pick_seed(4); });
    gesture([&] { features.favourites.keep_current(); });
    EXPECT_EQ(state.history.size(), 2u) << "keeping is no step";
    const std::string id = state.favourites[0].id;
    state.favourites[0].image = "favourites/a.png";  // made meanwhile: no step
    history->observe(now += Seconds{1}, false);
    EXPECT_EQ(state.history.size(), 2u);
    gesture([&] { features.favourites.rename(id, "Anna", "x"); });
    EXPECT_EQ(label(), "Renamed \"Seed 4\" to \"Anna\"");
    gesture([&] { features.favourites.remove(id); });
    EXPECT_EQ(label(), "Deleted \"Anna\"");
    EXPECT_TRUE(state.favourites.empty());
    history->undo();
    ASSERT_EQ(state.favourites.size(), 1u);
    EXPECT_EQ(state.favourites[0].name, "Anna");
    EXPECT_EQ(state.notifications.back().text, "Undone: Deleted \"Anna\"");
    history->undo();
    EXPECT_EQ(state.favourites[0].name, "Seed 4");
    EXPECT_EQ(state.favourites[0].image, "favourites/a.png");
    EXPECT_EQ(state.face.base.seed, 4u);
    history->undo();
    EXPECT_NE(state.face.base.seed, 4u) << "the step before is of the face";
    EXPECT_EQ(state.favourites.size(), 1u);
    EXPECT_FALSE(history->can_undo());
    for (int i = 0; i < 3; ++i) history->redo();
    EXPECT_EQ(state.face.base.seed, 4u);
    EXPECT_TRUE(state.favourites.empty()) << "deleted again, as asked";
    EXPECT_EQ(state.notifications.back().text, "Redone: Deleted \"Anna\"");
    history->undo();
    files_done();
    EXPECT_EQ(load_favourites(favourites_path(state)).favourites.size(), 1u);
}

TEST_F(HistoryTest, GoingToAFaceChangesNothingElse) {
    gesture([&] { actions.pick_seed(4); });
    const std::uint64_t fourth = state.history.head();
    const Journey fresh = state.journey;
    gesture([&] { features.favourites.keep_current(); });
    gesture([&] { state.journey.keyframes[0].frames = 70; });
    gesture([&] { actions.pick_seed(5); });
    gesture([&] { features.favourites.rename(state.favourites[0].id, "Anna", ""); });
    gesture([&] { actions.pick_seed(6); });
    const Journey journey = state.journey;
    const std::vector<Favourite> favourites = state.favourites;
    history->go_to(fourth);
    EXPECT_EQ(state.face.base.seed, 4u);
    EXPECT_EQ(state.journey, journey);
    EXPECT_EQ(state.favourites, favourites);
    history->go_to(state.history.line().front());
    EXPECT_EQ(state.journey, journey);
    EXPECT_EQ(state.favourites, favourites);
    // From there another way: its undo leads back to that face, and the journey is not that of then.
    gesture([&] { actions.pick_seed(7); });
    EXPECT_EQ(history->undo_label(), "Seed 7");
    history->undo();
    EXPECT_EQ(state.journey, journey);
    EXPECT_EQ(state.favourites, favourites);
    EXPECT_FALSE(history->can_undo()) << "it is the first face";
    files_done();

    AppState other;
    other.data_dir = folder.path;
    other.favourites = favourites;
    std::swap(state, other);
    features.model_opened(test::plain_model());  // killed before the session was saved
    open();
    EXPECT_EQ(state.journey, journey) << "the one that was on the timeline, not that of the step";
    EXPECT_EQ(state.favourites, favourites);
    history->redo();
    EXPECT_EQ(state.face.base.seed, 7u);
    EXPECT_EQ(state.journey, journey);
    EXPECT_NE(state.journey, fresh);
}

TEST_F(HistoryTest, AStepOfWhichNothingIsLeftToDoIsPassedOver) {
    gesture([&] { actions.pick_seed(4); });
    gesture([&] { features.favourites.keep_current(); });
    const Favourite kept = state.favourites[0];
    gesture([&] { features.favourites.rename(kept.id, "Anna", ""); });
    gesture([&] { features.favourites.remove(kept.id); });
    state.favourites = {
        kept};  // as another window, or the message's own Undo, brings it back under its old name
    history->observe(now += Seconds{1}, false);
    EXPECT_EQ(history->undo_label(), "Seed 4");
    history->undo();
    EXPECT_NE(state.face.base.seed, 4u);
    EXPECT_EQ(state.favourites, std::vector<Favourite>{kept});
    EXPECT_EQ(history->redo_label(), "Seed 4");
}

TEST_F(HistoryTest, AHistoryOfAnEarlierVersionTakesNothingKeptBack) {
    gesture([&] { actions.pick_seed(4); });
    gesture([&] { features.favourites.keep_current(); });
    const Favourite kept = state.favourites[0];
    files_done();
    // Then, a favourite that came was a step, and the journey moved with the step that is shown.
    HistoryStep came = step_of(5);
    came.id = state.history.head() + 1;
    came.parent = state.history.head();
    came.model_sha256 = state.model->sha256;
    came.favourites = {{std::nullopt, kept, 0}};
    HistoryTree tree = state.history;
    ASSERT_TRUE(tree.restore(came));
    write_file_atomically(folder.path / "history.jsonl",
                          history_text(state.history, 0) + history_line(tree, came.id) + "{\"at\": 2}\n");
    const LoadedHistory loaded = load_history(folder.path / "history.jsonl");
    EXPECT_EQ(loaded.warning, "");
    ASSERT_TRUE(loaded.journey);
    EXPECT_EQ(loaded.tree.head(), 2u);
    state.history = loaded.tree;
    history->redo();
    EXPECT_EQ(state.face.base.seed, 5u);
    EXPECT_EQ(state.favourites, std::vector<Favourite>{kept});
    history->undo();
    EXPECT_EQ(state.favourites, std::vector<Favourite>{kept});
}

TEST_F(HistoryTest, TheJourneyIsUndoneAndStaysWhenFacesAre) {
    const Journey fresh = state.journey;
    gesture([&] { state.journey.keyframes[0].frames = 70; });
    EXPECT_EQ(label(), "Moved a key");
    gesture([&] { state.journey.keyframes.push_back(state.journey.keyframes[0]); });
    EXPECT_EQ(label(), "Added a key");
    const Journey three = state.journey;
    gesture([&] { actions.pick_seed(4); });
    state.timeline.playhead = static_cast<double>(path_length(three) - 1);
    state.timeline.selected = 2;
    history->undo();
    EXPECT_EQ(state.journey, three);
    history->undo();
    EXPECT_EQ(state.journey.keyframes.size(), 2u);
    EXPECT_LE(state.timeline.selected, 1);
    EXPECT_LT(state.timeline.playhead, static_cast<double>(path_length(state.journey)));
    history->undo();
    EXPECT_EQ(state.journey, fresh);
    history->redo();
    history->redo();
    EXPECT_EQ(state.journey, three);
    files_done();

    AppState other;
    other.data_dir = folder.path;
    std::swap(state, other);
    features.model_opened(test::plain_model());  // killed before the session was saved
    open();
    EXPECT_EQ(state.journey, three);
    history->undo();
    EXPECT_EQ(state.journey.keyframes.size(), 2u);
    EXPECT_EQ(state.journey.keyframes[0].frames, 70);
}

TEST_F(HistoryTest, WhatDiscoveryBringsIsNoStepAndItsFindsAreNotUndone) {
    Axis axis{"sefa-0", "SeFa 1", AxisMethod::sefa, 0, Latent(8, 0.0f), 0, false, false, {}, {}, {}, {}, {}};
    axis.direction[0] = 1;
    state.axes = {axis};
    ++state.axes_given;
    history->observe(now += Seconds{1}, false);
    EXPECT_EQ(state.history.size(), 1u);
    gesture([&] { state.axes[0].name = "Hair"; });
    EXPECT_EQ(label(), "Renamed \"SeFa 1\" to \"Hair\"");
    state.axes[0].effect = 2.5;  // measured meanwhile
    ++state.axes_given;
    history->observe(now += Seconds{1}, false);
    gesture([&] { actions.turn_axis("sefa-0", 30); });
    EXPECT_EQ(label(), "Turned \"Hair\"");
    Axis taught{"taught-1", "Smile", AxisMethod::taught, 0, axis.direction, 0, false, true, {}, {}, 0.9,
                {},         {}};
    gesture([&] { state.axes.push_back(taught); });
    EXPECT_EQ(label(), "Turned \"Hair\"") << "that a slider came is no step";
    gesture([&] { state.axes.pop_back(); });
    EXPECT_EQ(label(), "Deleted the slider \"Smile\"");
    history->undo();
    ASSERT_EQ(state.axes.size(), 2u);
    EXPECT_EQ(state.axes[1], taught);
    history->undo();
    EXPECT_EQ(state.axes.size(), 2u);
    EXPECT_TRUE(state.face.turns.empty());
    history->undo();
    EXPECT_EQ(state.axes[0].name, "SeFa 1");
    EXPECT_EQ(state.axes[0].effect, 2.5);
}

TEST_F(HistoryTest, AfterAKillEveryFinishedStepIsThereAlsoItsBranches) {
    gesture([&] { actions.pick_seed(4); });
    gesture([&] { actions.turn_slider(2, 33); });
    history->undo();
    gesture([&] { actions.pick_seed(9); });
    gesture([&] { features.favourites.keep_current(); });
    const HistoryTree before = state.history;
    const Face face = state.face;
    files_done();
    std::ofstream(folder.path / "history.jsonl", std::ios::app)
        << R"({"id": 77, "par)";  // killed while writing

    AppState other;
    other.data_dir = folder.path;
    std::swap(state, other);
    features.model_opened(test::plain_model());  // the session was not saved: the first seed
    open();
    EXPECT_EQ(state.face, face);
    ASSERT_EQ(state.history.all(), before.all());
    for (const std::uint64_t id : before.all()) {
        const HistoryStep &step = state.history.step(id), &kept = before.step(id);
        EXPECT_EQ(step.parent, kept.parent) << id;
        EXPECT_EQ(step.time, kept.time) << id;
        EXPECT_EQ(step.label, kept.label) << id;
        EXPECT_EQ(step.model_sha256, kept.model_sha256) << id;
        EXPECT_EQ(step.face, kept.face) << id;
        EXPECT_EQ(step.latent, kept.latent) << id;
        EXPECT_EQ(*step.journey, *kept.journey) << id;
        EXPECT_EQ(step.favourites, kept.favourites) << id;
        EXPECT_EQ(step.axes, kept.axes) << id;
    }
    EXPECT_EQ(state.history.head(), before.head());
    gesture([&] { actions.pick_seed(3); });
    files_done();
    const LoadedHistory again = load_history(folder.path / "history.jsonl");
    EXPECT_EQ(again.warning, "");
    EXPECT_FALSE(again.cut);
    EXPECT_EQ(again.tree.size(), before.size() + 1);
}

TEST_F(HistoryTest, AStepThatCannotBeWrittenIsWrittenWithTheNextOne) {
    const fs::path path = folder.path / "history.jsonl", elsewhere = folder.path / "elsewhere";
    gesture([&] { actions.pick_seed(4); });
    files_done();
    fs::rename(path, elsewhere);
    fs::create_directory(path);
    gesture([&] { actions.pick_seed(5); });
    files_done();
    fs::remove(path);
    fs::rename(elsewhere, path);
    gesture([&] { actions.pick_seed(6); });
    files_done();
    const LoadedHistory loaded = load_history(path);
    EXPECT_EQ(loaded.warning, "");
    EXPECT_EQ(loaded.tree.all(), state.history.all());
}

TEST_F(HistoryTest, AFileThatIsNoHistoryIsSetAside) {
    files_done();
    for (const std::string& text :
         {std::string("[]\n"), std::string("{\"version\": 2}\n"), std::string("{\"version\": 1}\n{}\n"),
          history_header() + history_head_line(5, 0), std::string(100, '\n')}) {
        write_file_atomically(folder.path / "history.jsonl", text);
        const LoadedHistory loaded = load_history(folder.path / "history.jsonl");
        EXPECT_NE(loaded.warning.find("history.jsonl"), std::string::npos) << text;
        EXPECT_NE(loaded.warning.find("set aside"), std::string::npos) << text;
        EXPECT_TRUE(loaded.tree.empty());
        EXPECT_FALSE(fs::exists(folder.path / "history.jsonl"));
    }
}

TEST_F(HistoryTest, StepsBeforeADamagedLineAreKept) {
    gesture([&] { actions.pick_seed(4); });
    gesture([&] { actions.pick_seed(9); });
    files_done();
    const fs::path path = folder.path / "history.jsonl";
    const std::size_t steps = load_history(path).tree.size();
    ASSERT_EQ(steps, 3u);
    const std::string good = read_text_file(path, 1 << 20);
    for (const std::string& line : {std::string("nonsense"), std::string("{\"at\": 77}"),
                                    std::string(R"({"id": 2, "parent": 3})"), std::string("\xff")}) {
        write_file_atomically(path, good + line + "\n" + good.substr(good.find('\n') + 1));
        const LoadedHistory loaded = load_history(path);
        EXPECT_EQ(loaded.tree.size(), steps) << line;
        EXPECT_NE(loaded.warning.find("history.jsonl, line "), std::string::npos) << loaded.warning;
        EXPECT_FALSE(fs::exists(path));
    }
}

TEST_F(HistoryTest, AStepOfAnotherModelsFaceIsExplained) {
    gesture([&] { actions.pick_seed(4); });
    test::plain_model(16);
    ModelReady larger = test::plain_model(16, 2);
    larger.model.sha256 = std::string(64, 'b');
    gesture([&] { features.model_opened(larger); });
    EXPECT_EQ(state.face.base.latent.size(), 16u);
    const Face face = state.face;
    history->undo();
    EXPECT_EQ(state.face, face);
    ASSERT_FALSE(state.notifications.empty());
    EXPECT_NE(state.notifications.back().text.find("\"Plain\""), std::string::npos);
}

}  // namespace
}  // namespace progan
