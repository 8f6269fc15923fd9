// The settings without a window: keys that are pressed, what the session keeps, storage and the reset.
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <fstream>

#include "app/explorer/features/settings/chord.h"
#include "app/explorer/features/settings/storage.h"
#include "app/explorer/shell/commands/commands.h"
#include "app/explorer/shell/session/session.h"
#include "core/files/atomic_file.h"
#include "core/support/error.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

class SettingsTest : public ::testing::Test {
  protected:
    SettingsTest() {
        state.data_dir = folder.path;
        features.model_opened(test::plain_model());
        settings.open();
    }
    void press(const std::vector<KeyPress>& keys) { commands.handle(keys, {}); }
    void ask(const char* command, std::size_t slot = 0) {
        settings.ask_key(command, slot);
        EXPECT_TRUE(state.settings_dialog.capturing());
    }
    std::string keys_of(const char* command) {
        commands.handle({}, {});
        return commands.keys_of(command);
    }

    test::StateFolder folder{"settings"};
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [] { return Time{}; }};
    Commands commands{state, features};
    SettingsController& settings = features.settings;
    const std::string& said = state.settings_dialog.said;
};

TEST_F(SettingsTest, AreOpenedByTheirKeyAndCloseBeforeQuittingIsAsked) {
    state.settings_dialog.show = false;
    press({{.key = GLFW_KEY_COMMA, .ctrl = true}, {.character = ','}});
    EXPECT_TRUE(state.settings_dialog.show);
    EXPECT_TRUE(dialog_is_open(state));
}

TEST_F(SettingsTest, TheKeyThatIsPressedBecomesTheCommands) {
    ask("face.random");
    press({{.key = GLFW_KEY_LEFT_CONTROL, .ctrl = true}, {.key = GLFW_KEY_J, .ctrl = true}});
    EXPECT_FALSE(state.settings_dialog.capturing());
    EXPECT_EQ(keys_of("face.random"), "Ctrl+J");
    const std::optional<std::uint32_t> seed = state.face.base.seed;
    state.settings_dialog.show = false;
    press({{.key = GLFW_KEY_R}});
    EXPECT_EQ(state.face.base.seed, seed) << "the old key does nothing";
    press({{.key = GLFW_KEY_J, .ctrl = true}});
    EXPECT_NE(state.face.base.seed, seed);
}

TEST_F(SettingsTest, WhileAKeyIsWaitedForNoCommandRunsAndTheRestOfThePressIsSwallowed) {
    state.settings_dialog.show = true;
    ask("face.random");
    press({{.key = GLFW_KEY_Q, .ctrl = true}});  // quitting works in every dialog, but not now
    EXPECT_FALSE(state.quit);
    EXPECT_EQ(said, "Ctrl+Q belongs to \"Quit\".");
    press({{.key = GLFW_KEY_ESCAPE}});
    EXPECT_FALSE(state.settings_dialog.capturing());
    EXPECT_TRUE(state.settings_dialog.show);
    EXPECT_EQ(keys_of("face.random"), "R");
    EXPECT_TRUE(said.empty());
    ask("face.random");
    press({{.key = GLFW_KEY_J}, {.character = 'j'}});
    EXPECT_EQ(keys_of("face.random"), "J");
}

TEST_F(SettingsTest, AKeyOfAnotherCommandIsTakenOverByEnter) {
    ask("face.random");
    press({{.key = GLFW_KEY_S, .ctrl = true}});
    EXPECT_TRUE(state.settings_dialog.capturing());
    EXPECT_EQ(said, "Ctrl+S belongs to \"Keep face\".");
    EXPECT_EQ(keys_of("favourites.keep"), "Ctrl+S");
    press({{.key = GLFW_KEY_ENTER}});
    EXPECT_EQ(keys_of("face.random"), "Ctrl+S");
    EXPECT_EQ(keys_of("favourites.keep"), "");
    EXPECT_FALSE(state.settings_dialog.capturing());
    EXPECT_TRUE(said.empty());
}

TEST_F(SettingsTest, AfterARefusalAnotherKeyMayBePressed) {
    ask("face.random");
    press({{.key = GLFW_KEY_SPACE}, {.character = ' '}});
    EXPECT_TRUE(said.starts_with("Tab, F6, Enter, Space")) << said;
    press({{.key = GLFW_KEY_TAB}});
    press({{.key = GLFW_KEY_ENTER}});
    press({{.key = GLFW_KEY_HOME}});
    EXPECT_TRUE(said.starts_with("Backspace, Delete")) << said;
    EXPECT_TRUE(state.settings_dialog.capturing());
    press({{.key = GLFW_KEY_F9}});
    EXPECT_EQ(keys_of("face.random"), "F9");
    EXPECT_TRUE(said.empty());
}

TEST_F(SettingsTest, ASignIsKnownByWhatItTypes) {
    ask("face.random");
    press({{.key = GLFW_KEY_SLASH,
            .shift = true}});  // a US keyboard's "?" is on that key, a German's elsewhere
    EXPECT_TRUE(state.settings_dialog.capturing());
    press({{.character = '%'}});
    EXPECT_EQ(keys_of("face.random"), "%");
    ask("face.next");
    press({{.key = GLFW_KEY_LEFT_BRACKET}, {.character = '['}});
    EXPECT_EQ(said, "[ belongs to \"Previous key\".");
    ask("face.next");
    press({{.key = GLFW_KEY_PERIOD, .ctrl = true}});
    EXPECT_EQ(keys_of("face.next"), "Ctrl+.");
    ask("face.next");
    press({{.key = GLFW_KEY_SEMICOLON}, {.character = 0xf6}});
    EXPECT_TRUE(said.starts_with("That key cannot be used")) << said;
}

TEST_F(SettingsTest, AHeldKeyThatOpenedTheQuestionIsNoAnswer) {
    ask("face.random");
    press({{.key = GLFW_KEY_ENTER, .repeats = true}, {.key = GLFW_KEY_J, .repeats = true}});
    EXPECT_TRUE(said.empty());
    EXPECT_EQ(keys_of("face.random"), "R");
}

TEST_F(SettingsTest, BackspaceRemovesAndResetBringsBack) {
    ask("history.redo", 1);
    press({{.key = GLFW_KEY_BACKSPACE}});
    EXPECT_EQ(keys_of("history.redo"), "Ctrl+Shift+Z, Alt+Right");
    const auto redo = [&] {
        std::size_t at = 0;
        while (commands.keyed()[at].id != "history.redo") ++at;
        return at;
    }();
    settings.reset_keys_of(redo, commands.keyed());
    EXPECT_EQ(keys_of("history.redo"), "Ctrl+Shift+Z, Ctrl+Y, Alt+Right");
    ask("face.random");
    press({{.key = GLFW_KEY_Y, .ctrl = true}});
    press({{.key = GLFW_KEY_ENTER}});
    settings.reset_keys_of(redo, commands.keyed());
    EXPECT_EQ(said, "Ctrl+Y belongs to \"Random face\".");
    settings.reset_all_keys();
    EXPECT_EQ(keys_of("history.redo"), "Ctrl+Shift+Z, Ctrl+Y, Alt+Right");
    EXPECT_EQ(keys_of("face.random"), "R");
}

TEST_F(SettingsTest, ChangedKeysRuleTheSlideshowToo) {
    ask("slideshow.toggle");
    press({{.key = GLFW_KEY_F9}});
    state.settings_dialog.show = false;
    features.favourites.keep_current();
    press({{.key = GLFW_KEY_F9}});
    ASSERT_TRUE(state.slideshow.playing);
    press({{.key = GLFW_KEY_F5}});
    EXPECT_TRUE(state.slideshow.playing);
    press({{.key = GLFW_KEY_F9}});
    EXPECT_FALSE(state.slideshow.playing);
}

// What the session keeps.

class KeptKeysTest : public ::testing::Test {
  protected:
    RestoredSession restored() const {
        std::string text = session_to_json(state);
        const std::string before = R"("keys": {})";
        const auto at = text.find(before);
        EXPECT_NE(at, std::string::npos);
        return session_from_json(text.replace(at, before.size(), "\"keys\": " + keys), "session.json");
    }
    AppState state;
    std::string keys = "{}";
};

TEST_F(KeptKeysTest, OfABrokenEntryOnlyThatIsLostAndIsSaid) {
    keys = R"({"face.random": ["Ctrl+J", "F9"], "history.undo": ["Strg+Z"], "history.redo": [],
               "journey.play": "P", "view.fit": [3], "from.the.future": ["Ctrl+9"]})";
    state.settings.theme = ThemeChoice::light;
    const RestoredSession after = restored();
    const KeyChanges wanted{{{"face.random", {*chord_named("Ctrl+J"), *chord_named("F9")}},
                             {"history.redo", {}},
                             {"from.the.future", {*chord_named("Ctrl+9")}}}};
    EXPECT_EQ(after.session.settings.keys, wanted);
    EXPECT_EQ(after.session.settings.theme, ThemeChoice::light);
    EXPECT_EQ(after.problems,
              (std::vector<std::string>{
                  "session.json: settings.keys.history.undo[0] is 'Strg+Z', but must be a key, such as "
                  "\"Ctrl+Shift+Z\".",
                  "session.json: settings.keys.journey.play is 'P', but must be a list of 0 to 8 elements.",
                  "session.json: settings.keys.view.fit[0] is 3, but must be a text."}));
}

TEST_F(KeptKeysTest, WrongTypesAreRefusedAndNothingElseIsLost) {
    state.settings.theme = ThemeChoice::light;
    for (const char* wrong : {"[]", "5", "\"Ctrl+J\"", "true", "[[\"face.random\"]]"}) {
        keys = wrong;
        const RestoredSession after = restored();
        EXPECT_TRUE(after.session.settings.keys.of.empty()) << wrong;
        EXPECT_EQ(after.session.settings.theme, ThemeChoice::light);
        EXPECT_EQ(after.problems.size(), 1u) << wrong;
    }
    keys = "null";
    EXPECT_TRUE(restored().problems.empty());
}

TEST_F(KeptKeysTest, ThereMayBeAFewOfACommandOnly) {
    keys = R"({"face.random": ["A")";
    for (int i = 0; i < 50; ++i) keys += ",\"A\"";
    keys += "], \"" + std::string(70, 'i') + "\": []}";
    const RestoredSession after = restored();
    EXPECT_TRUE(after.session.settings.keys.of.empty());
    EXPECT_EQ(after.problems.size(), 2u);
}

TEST_F(KeptKeysTest, AreThereAgainWithMotion) {
    state.settings.keys.of = {{"face.random", {*chord_named("%"), *chord_named("Ctrl+Shift+,")}},
                              {"window.log", {}}};
    state.settings.motion = MotionChoice::reduced;
    state.settings.file_dialogs = FileDialogs::own;
    const RestoredSession after = session_from_json(session_to_json(state), "session.json");
    EXPECT_TRUE(after.problems.empty());
    EXPECT_EQ(after.session.settings.keys, state.settings.keys);
    EXPECT_EQ(after.session.settings.motion, MotionChoice::reduced);
}

// Storage.

class StorageTest : public SettingsTest {
  protected:
    void write(const fs::path& name, std::size_t bytes) const {
        fs::create_directories((folder.path / name).parent_path());
        std::ofstream(folder.path / name) << std::string(bytes, 'x');
    }
    void fill() const {
        write("maps/abc/numpy/faces-64px-0000.png", 1000);
        write("maps/abc/numpy/layout-1024.json", 10);
        write("previews/abc.safetensors", 200);
        write("favourites.json", 30);
        write("favourites/1.png", 40);
        write("journeys/walk.json", 5);
        write("axes/abc.npz", 6);
        write("session.json", 7);
        write("runs/run/maps/inner", 8);  // of that name, but no cache
    }
    bool until(const std::function<bool()>& condition) {
        return test::frames_until(engine, features, condition);
    }
    static void report(std::int64_t, std::int64_t) {}
};

TEST_F(StorageTest, EachCacheIsCountedForItself) {
    fill();
    const DataFolderUse use = count_data_folder(folder.path, report);
    EXPECT_EQ(use.caches[0], (DiskUse{1010, 2}));
    EXPECT_EQ(use.caches[1], (DiskUse{200, 1}));
    EXPECT_EQ(use.caches[2], (DiskUse{0, 0}));
    EXPECT_EQ(use.kept, (DiskUse{30 + 40 + 5 + 6 + 7 + 8, 6}));
    EXPECT_EQ(count_data_folder(folder.path / "nowhere", report).kept, DiskUse{});
}

TEST_F(StorageTest, ClearingTouchesNothingElse) {
    fill();
    const DataFolderUse before = count_data_folder(folder.path, report);
    clear_cache(folder.path, 0);
    const DataFolderUse after = count_data_folder(folder.path, report);
    EXPECT_EQ(after.caches[0], DiskUse{});
    EXPECT_EQ(after.caches[1], before.caches[1]);
    EXPECT_EQ(after.kept, before.kept);
    clear_cache(folder.path, 0);  // nothing is there any more
    clear_cache(folder.path, 2);  // nor was there ever
}

TEST_F(StorageTest, LinksLeadNowhere) {
    fill();
    fs::create_directory_symlink(folder.path / "favourites", folder.path / "maps/link");
    fs::create_symlink(folder.path / "favourites.json", folder.path / "previews/file");
    EXPECT_EQ(count_data_folder(folder.path, report).caches[0].files, 2u);
    clear_cache(folder.path, 0);
    clear_cache(folder.path, 1);
    EXPECT_TRUE(fs::is_empty(folder.path / "maps") && fs::is_empty(folder.path / "previews"));
    EXPECT_TRUE(fs::exists(folder.path / "favourites/1.png") && fs::exists(folder.path / "favourites.json"));
}

TEST_F(StorageTest, AFolderElsewhereIsEmptied) {
    write("elsewhere/abc/file", 100);
    fs::create_directory_symlink(folder.path / "elsewhere", folder.path / "maps");
    EXPECT_EQ(count_data_folder(folder.path, report).caches[0], (DiskUse{100, 1}));
    clear_cache(folder.path, 0);
    EXPECT_TRUE(fs::is_empty(folder.path / "elsewhere"));
    EXPECT_TRUE(fs::is_symlink(folder.path / "maps"));
}

TEST_F(StorageTest, IsCountedInTheBackgroundWhenItIsShown) {
    fill();
    EXPECT_FALSE(state.settings_dialog.use);
    settings.show(SettingsSection::storage);
    EXPECT_TRUE(state.settings_dialog.counting);
    ASSERT_TRUE(until([this] { return state.settings_dialog.use.has_value(); }));
    EXPECT_FALSE(state.settings_dialog.counting);
    EXPECT_EQ(state.settings_dialog.use->caches[0].bytes, 1010u);
    settings.clear(0);
    ASSERT_TRUE(until([this] { return state.settings_dialog.use->caches[0].files == 0; }));
    EXPECT_TRUE(fs::is_empty(folder.path / "maps"));
    EXPECT_TRUE(fs::exists(folder.path / "favourites.json"));
    EXPECT_EQ(state.settings_dialog.problem, "");
}

TEST_F(StorageTest, WhatCannotBeClearedIsNamed) {
    if (::geteuid() == 0) GTEST_SKIP() << "root may remove everything";
    fill();
    fs::permissions(folder.path / "maps/abc/numpy", fs::perms::owner_read | fs::perms::owner_exec);
    settings.clear(0);
    ASSERT_TRUE(until([this] { return !state.settings_dialog.problem.empty(); }));
    fs::permissions(folder.path / "maps/abc/numpy", fs::perms::owner_all);
    EXPECT_NE(state.settings_dialog.problem.find("maps/abc cannot be removed"), std::string::npos);
}

// The reset.

TEST_F(SettingsTest, AResetLeavesFacesFavouritesAndRecentModels) {
    features.favourites.keep_current();
    features.timeline.set_memory(64);
    settings.set_seed_mode(SeedMode::torch);
    features.face.pick_seed(12);
    state.settings.theme = ThemeChoice::light;
    state.settings.language = "ja";
    state.settings.ui_scale = 2;
    state.settings.motion = MotionChoice::reduced;
    state.settings.file_dialogs = FileDialogs::own;
    state.settings.device = "cpu";
    state.settings.show_performance = true;
    state.settings.window_width = 1000;
    state.settings.model_path = "/models/faces.pth";
    const std::vector<std::string> recent = state.settings.recent_models;
    ASSERT_FALSE(recent.empty());
    ask("face.random");
    press({{.key = GLFW_KEY_J}});
    const Face face = state.face;
    settings.reset();
    EXPECT_EQ(state.settings.theme, ThemeChoice::system);
    EXPECT_EQ(state.settings.language, "");
    EXPECT_EQ(state.settings.ui_scale, 0);
    EXPECT_EQ(state.settings.motion, MotionChoice::system);
    EXPECT_EQ(state.settings.file_dialogs, FileDialogs::system);
    EXPECT_EQ(state.settings.device, "auto");
    EXPECT_FALSE(state.settings.show_performance);
    EXPECT_EQ(state.timeline.memory_mib, TimelineState{}.memory_mib);
    EXPECT_EQ(keys_of("face.random"), "R");
    EXPECT_EQ(state.settings.seed_mode, SeedMode::torch);
    EXPECT_EQ(state.settings.window_width, 1000);
    EXPECT_EQ(state.settings.model_path, "/models/faces.pth");
    EXPECT_EQ(state.settings.recent_models, recent);
    EXPECT_EQ(state.face, face);
    EXPECT_EQ(state.favourites.size(), 1u);
    settings.forget_recent_models();
    EXPECT_TRUE(state.settings.recent_models.empty());
}

}  // namespace
}  // namespace progan
