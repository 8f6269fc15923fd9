#include "app/explorer/shell/session/session.h"

#include <gtest/gtest.h>

#include "app/explorer/features/journey/timeline_controller.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/shell/startup.h"
#include "app/explorer/state/queries.h"
#include "core/files/atomic_file.h"
#include "core/support/error.h"
#include "core/support/paths.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

/// A state in which everything that is kept differs from its default.
AppState lived_in_state() {
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [] { return Time{}; }};
    FaceActions& actions = features.face;
    features.model_opened(test::plain_model());
    actions.pick_seed(4);
    actions.turn_slider(2, 12.34567f);
    actions.toggle_lock(2);
    actions.pick_seed(5);
    TimelineController& timeline = features.timeline;
    timeline.set_method(InterpolationMethod::spline);
    timeline.replace(1, face_of_seed(state, 99));
    timeline.set_repeat(Repeat::loop);
    timeline.set_easing(0, Easing::out);
    timeline.set_fps(30);
    timeline.scrub(7);
    timeline.set_in();
    timeline.set_memory(64);
    state.timeline.name = "walk";
    state.level = 1;
    state.view = {false, 3.25, 0.25, 0.75, false};
    state.settings = {SeedMode::torch,
                      "cpu",
                      "ja",
                      "/models/faces.safetensors",
                      {"/b.pth", "/a.pth"},
                      1.5,
                      ThemeChoice::light,
                      true,
                      1000,
                      700,
                      MotionChoice::reduced,
                      FileDialogs::own,
                      {{{"face.random", {{.key = 'J', .ctrl = true}}}}}};
    state.panels = {Fold::open, Fold::folded, 300, 250, true, true, true};
    state.welcome = {true, true, true, true, false, "", 0};
    state.record = {AnimationFormat::webm, 128, 30, false, "/films", 3, Dithering::pattern, 20, 5};
    const NamedLatent face{{1, 2, 3.25f}, 7u, "Seed 7"}, other{{0.1f, 0, -1}, std::nullopt, "Child"};
    state.grid = {GridMode::breed, 5, 33, "smile", "component 3", 9, {face, other}, 12, 8, {}};
    state.grid.terms[1] = other;
    state.compare.sides = {ComparedFace{std::nullopt, true}, ComparedFace{other, false}};
    state.compare.view = CompareView::swipe;
    state.compare.other_shown = true;
    state.compare.divider = 0.3;
    state.slider_filter = "1-5";
    state.file_folders.of = {{"journeys", "/home/anna/walks"}, {"models", "/models"}};
    state.only_turned = true;
    return state;
}

TEST(Session, EverythingIsThereAgain) {
    const AppState before = lived_in_state();
    const RestoredSession restored = session_from_json(session_to_json(before), "session.json");
    EXPECT_TRUE(restored.problems.empty()) << restored.problems[0];
    const SessionState& after = restored.session;
    EXPECT_EQ(after.face, before.face);
    EXPECT_EQ(after.locked, before.locked);
    EXPECT_EQ(after.follow, before.follow);
    EXPECT_EQ(after.level, before.level);
    EXPECT_EQ(after.journey, before.journey);
    EXPECT_EQ(after.timeline.playhead, 7);
    EXPECT_EQ(after.timeline.selected, before.timeline.selected);
    EXPECT_EQ(after.timeline.memory_mib, 64);
    EXPECT_EQ(after.timeline.name, "walk");
    EXPECT_EQ(current_latent(before).empty(), false);
    EXPECT_EQ(after.record, before.record);
    EXPECT_EQ(after.view.zoom, 3.25);
    EXPECT_EQ(after.view.center_y, 0.75);
    EXPECT_FALSE(after.view.smooth);
    EXPECT_EQ(after.settings.seed_mode, SeedMode::torch);
    EXPECT_EQ(after.settings.model_path, "/models/faces.safetensors");
    EXPECT_EQ(after.settings.recent_models, (std::vector<std::string>{"/b.pth", "/a.pth"}));
    EXPECT_EQ(after.settings.ui_scale, 1.5);
    EXPECT_EQ(after.settings.theme, ThemeChoice::light);
    EXPECT_TRUE(after.settings.show_performance);
    EXPECT_EQ(after.settings.window_width, 1000);
    EXPECT_EQ(after.settings.motion, MotionChoice::reduced);
    EXPECT_EQ(after.settings.file_dialogs, FileDialogs::own);
    EXPECT_EQ(after.file_folders.of, before.file_folders.of);
    EXPECT_EQ(after.settings.keys, before.settings.keys);
    EXPECT_EQ(after.panels.left, Fold::open);
    EXPECT_EQ(after.panels.right, Fold::folded);
    EXPECT_EQ(after.panels.left_width, 300);
    EXPECT_TRUE(after.panels.timeline);
    EXPECT_FALSE(after.panels.alone || after.panels.full_screen);  // a start shows the whole window
    EXPECT_EQ(after.grid.mode, GridMode::breed);
    EXPECT_EQ(after.grid.side, 5);
    EXPECT_EQ(after.grid.radius, 33);
    EXPECT_EQ(after.grid.down, "component 3");
    EXPECT_EQ(after.grid.parents, before.grid.parents);
    EXPECT_EQ(after.grid.terms, before.grid.terms);
    EXPECT_TRUE(after.compare.sides[0].live);
    EXPECT_EQ(after.compare.sides[1].face, before.compare.sides[1].face);
    EXPECT_EQ(after.compare.view, CompareView::swipe);
    EXPECT_EQ(after.compare.divider, 0.3);
    EXPECT_EQ(after.slider_filter, "1-5");
    EXPECT_TRUE(after.only_turned);
    EXPECT_EQ(session_to_json(after), session_to_json(before));
}

TEST(Session, WhatIsNotASessionIsRefused) {
    const std::string good = session_to_json(lived_in_state());
    for (const std::string& bad :
         {std::string(), std::string("{"), std::string("[]"), std::string("{\"version\":3}"),
          std::string("\x89PNG"), good.substr(0, good.size() / 2)}) {
        try {
            (void)session_from_json(bad, "session.json");
            FAIL() << bad;
        } catch (const Error& error) {
            EXPECT_NE(std::string(error.what()).find("session.json"), std::string::npos);
        }
    }
}

class DamagedSession : public ::testing::Test {
  protected:
    void replace(const std::string& from, const std::string& to) {
        const auto at = text_.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        text_.replace(at, from.size(), to);
    }

    const AppState before_ = lived_in_state();
    std::string text_ = session_to_json(before_);
};

TEST_F(DamagedSession, ValuesOutOfRangeHaveTheirDefaultsAndAreNamed) {
    replace("\"pictures\": 20", "\"pictures\": -3");
    replace("\"zoom\": 3.25", "\"zoom\": 1e300");
    replace(R"("follow": "journey")", R"("follow": "the sun")");
    const RestoredSession restored = session_from_json(text_, "session.json");
    EXPECT_EQ(restored.session.record.pictures, RecordSettings{}.pictures);
    EXPECT_EQ(restored.session.view.zoom, 1);
    EXPECT_EQ(restored.session.follow, Follow::sliders);
    EXPECT_EQ(restored.problems,
              (std::vector<std::string>{
                  "session.json: follow is 'the sun', but must be sliders or journey.",
                  "session.json: view.zoom is 1e+300, but must be a number from 0.01 to 256.",
                  "session.json: record.pictures is -3, but must be an integer from 1 to 1000."}));
    EXPECT_EQ(restored.session.record.columns, before_.record.columns);
    EXPECT_EQ(restored.session.face, before_.face);
}

TEST_F(DamagedSession, ADamagedPartLeavesTheOthersAsTheyWere) {
    replace("\"keyframes\": [", "\"keyframes\": [7, ");
    replace("\"parents\": [", "\"parents\": [{}, ");
    const RestoredSession restored = session_from_json(text_, "session.json");
    EXPECT_TRUE(restored.session.journey.keyframes.empty());
    EXPECT_EQ(restored.session.timeline.playhead, 0);
    EXPECT_EQ(restored.session.timeline.name, "walk");
    EXPECT_TRUE(restored.session.grid.parents.empty());
    EXPECT_EQ(restored.session.grid.terms, before_.grid.terms);
    EXPECT_EQ(restored.problems.size(), 2u);
}

TEST_F(DamagedSession, AtTheStartTheFileIsSetAsideAndThePersonIsTold) {
    const test::StateFolder folder{"session"};
    AppOptions options;
    options.data_dir = folder.path;
    const auto start = [&] {
        AppState state = state_at_start(options, WindowClaim(folder.path));
        EXPECT_TRUE(state.session_writable);
        EXPECT_FALSE(fs::exists(fs::symlink_status(folder.path / "session.json")));
        return state;
    };
    EXPECT_TRUE(start().notifications.empty());

    replace("\"ui_scale\": 1.5", "\"ui_scale\": 0.001");  // nothing could be read at that size
    write_file_atomically(folder.path / "session.json", text_);
    const AppState small = start();
    EXPECT_EQ(small.settings.ui_scale, 0);
    EXPECT_EQ(small.face, before_.face);
    ASSERT_EQ(small.notifications.size(), 1u);
    EXPECT_NE(small.notifications[0].text.find("session.json.unreadable-1"), std::string::npos);

    fs::create_symlink("session.json", folder.path / "session.json");  // leads to itself
    EXPECT_EQ(start().notifications.size(), 1u);
}

TEST_F(DamagedSession, WhatIsMissingHasItsDefault) {
    const RestoredSession restored = session_from_json("{\"version\": 2}", "session.json");
    EXPECT_TRUE(restored.problems.empty());
    EXPECT_EQ(session_to_json(restored.session), session_to_json(SessionState{}));
}

TEST(OlderSession, StaysWithTheModelThatWasItsDefault) {
    const std::string toons = toon_heads_model_path().string();
    EXPECT_EQ(session_from_json(R"({"version": 1})", "session.json").session.settings.model_path, toons);
    EXPECT_EQ(session_from_json(R"({"version": 1, "settings": {"model": ""}})", "session.json")
                  .session.settings.model_path,
              toons);
    EXPECT_EQ(session_from_json(R"({"version": 1, "settings": {"model": "/mine"}})", "session.json")
                  .session.settings.model_path,
              "/mine");
    EXPECT_EQ(session_from_json(R"({"version": 2, "settings": {"model": ""}})", "session.json")
                  .session.settings.model_path,
              "");
}

TEST(Session, PathsOfAnyBytesAreKept) {
    const std::string odd = "/models/bad\xff\xfe\nred%41.pth";
    AppState before;
    before.settings.model_path = odd;
    before.settings.recent_models = {odd, "/plain %41.pth"};
    before.record.folder = odd;
    const SessionState after = session_from_json(session_to_json(before), "session").session;
    EXPECT_EQ(after.settings.model_path, odd);
    EXPECT_EQ(after.settings.recent_models, before.settings.recent_models);
    EXPECT_EQ(after.record.folder, odd);
}

}  // namespace
}  // namespace progan
