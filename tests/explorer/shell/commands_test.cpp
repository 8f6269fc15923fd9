// The table of commands: keys, what they reach, and the palette over it.
#include "app/explorer/shell/commands/commands.h"

#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "app/explorer/features/settings/chord.h"
#include "app/explorer/shell/commands/command_palette.h"
#include "app/explorer/shell/commands/fuzzy_match.h"
#include "app/explorer/shell/quitting.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

class CommandsTest : public ::testing::Test {
  protected:
    CommandsTest() {
        state.data_dir = folder.path;
        features.model_opened(test::plain_model());
    }
    bool press(int key, bool ctrl = false, bool shift = false, Commands::Situation situation = {}) {
        return commands.press({.key = key, .ctrl = ctrl, .shift = shift}, situation);
    }
    std::vector<std::string> found(const std::string& query) {
        std::vector<std::string> labels;
        for (const PaletteItem& item : palette_items(query, state, features, commands))
            labels.push_back(item.label);
        return labels;
    }

    test::StateFolder folder{"commands"};
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [] { return Time{}; }};
    Commands commands{state, features};
};

TEST_F(CommandsTest, EachHasItsOwnIdLabelAndKeys) {
    std::set<std::string> ids, labels, keys;
    for (const Command& command : commands.all()) {
        EXPECT_TRUE(ids.insert(command.id).second) << command.id;
        EXPECT_TRUE(labels.insert(command.label).second) << command.label;
        EXPECT_TRUE(command.run) << command.id;
        EXPECT_TRUE(command.chords.empty() || !command.help.empty()) << command.id << " has keys but no help";
        for (const Chord& chord : command.chords)
            EXPECT_TRUE(keys.insert(chord_text(chord)).second) << chord_text(chord);
    }
}

TEST_F(CommandsTest, KeysReadAsPeopleWriteThem) {
    EXPECT_EQ(commands.keys_of("favourites.keep"), "Ctrl+S");
    EXPECT_EQ(commands.keys_of("history.redo"), "Ctrl+Shift+Z, Ctrl+Y, Alt+Right");
    EXPECT_EQ(commands.keys_of("face.next"), "Page Down");
    EXPECT_EQ(commands.keys_of("window.help"), "?, F1");
    EXPECT_EQ(commands.keys_of("journey.new"), "");
    EXPECT_EQ(commands.keys_of("nothing"), "");
}

TEST_F(CommandsTest, AKeyRunsItsCommand) {
    features.face.pick_seed(7);
    EXPECT_TRUE(press(GLFW_KEY_PAGE_DOWN));
    EXPECT_EQ(state.face.base.seed, 8u);
    EXPECT_TRUE(press(GLFW_KEY_PAGE_UP, false, true));  // Shift means nothing here
    EXPECT_EQ(state.face.base.seed, 7u);
    EXPECT_TRUE(press(GLFW_KEY_S, true));
    EXPECT_EQ(state.favourites.size(), 1u);
    EXPECT_TRUE(press(GLFW_KEY_3, true));
    EXPECT_EQ(state.center, CenterView::map);
    EXPECT_FALSE(press(GLFW_KEY_F12));
    EXPECT_TRUE(commands.press({.character = '?'}, {}));
    EXPECT_TRUE(state.show_help);
}

TEST_F(CommandsTest, ShiftTellsCommandsApartThatDifferByIt) {
    EXPECT_TRUE(press(GLFW_KEY_R, true));
    EXPECT_TRUE(state.show_record);
    EXPECT_FALSE(state.recording.taking);
    EXPECT_TRUE(press(GLFW_KEY_R, true, true));
    EXPECT_TRUE(state.recording.taking);
    const std::optional<std::uint32_t> seed = state.face.base.seed;
    EXPECT_TRUE(press(GLFW_KEY_R, false, true));
    EXPECT_EQ(state.face.base.seed, seed);  // the sliders were turned, no other face was picked
    EXPECT_NE(state.face.degrees, std::vector<float>(state.face.degrees.size(), 0.0f));
}

TEST_F(CommandsTest, TypingDialogsAndWalkingKeepTheKeysThatAreTheirs) {
    features.face.pick_seed(7);
    const Commands::Situation typing{.typing = true}, walking{.walking = true}, dialog{.dialog = true};
    EXPECT_TRUE(press(GLFW_KEY_PAGE_DOWN, false, false, typing));
    EXPECT_EQ(state.face.base.seed, 7u);
    EXPECT_TRUE(press(GLFW_KEY_S, true, false, dialog));
    EXPECT_EQ(state.favourites.size(), 0u);
    EXPECT_TRUE(press(GLFW_KEY_SPACE, false, false, walking));
    EXPECT_FALSE(state.timeline.playing);
    EXPECT_TRUE(press(GLFW_KEY_PAGE_DOWN, false, false, walking));
    EXPECT_EQ(state.face.base.seed, 8u);
    features.face.show(CenterView::grid);
    EXPECT_TRUE(press(GLFW_KEY_SPACE));
    EXPECT_FALSE(state.timeline.playing);
    EXPECT_TRUE(press(GLFW_KEY_Q, true, false, dialog));
    EXPECT_TRUE(state.quit);
}

TEST_F(CommandsTest, WhileTextIsEditedNoCommandActs) {
    const Commands::Situation typing{.typing = true};
    for (const Command& command : commands.all())
        for (const Chord& chord : command.chords)
            commands.press({.key = chord.key,
                            .ctrl = chord.ctrl,
                            .shift = chord.shift,
                            .alt = chord.alt,
                            .character = chord.character},
                           typing);
    EXPECT_FALSE(state.quit);
    EXPECT_FALSE(dialog_is_open(state));
    EXPECT_TRUE(state.favourites.empty());
    EXPECT_EQ(state.center, CenterView::face);
    EXPECT_FALSE(state.recording.taking);
}

/// What is printed on a letter's or a digit's key, or a key that types nothing, is on every keyboard.
TEST_F(CommandsTest, EveryCommandHasAKeyThatNeedsNoAltGr) {
    for (const Command& command : commands.all()) {
        if (command.chords.empty()) continue;
        EXPECT_TRUE(std::any_of(command.chords.begin(), command.chords.end(), [](const Chord& chord) {
            const bool letter = chord.key >= GLFW_KEY_A && chord.key <= GLFW_KEY_Z;
            const bool digit = chord.key >= GLFW_KEY_0 && chord.key <= GLFW_KEY_9;
            const bool comma =
                chord.key == GLFW_KEY_COMMA;  // where its key has another label, its place counts
            return letter || digit || comma || chord.key == GLFW_KEY_SPACE || chord.key >= GLFW_KEY_ESCAPE;
        })) << command.id;
    }
}

TEST_F(CommandsTest, SignsActWhileTheKeyboardWalksAndArrowsDoNot) {
    state.follow = Follow::journey;
    features.timeline.add(features.timeline.shown_face());
    features.timeline.add(features.timeline.shown_face());
    state.timeline.playhead = 3;
    const Commands::Situation walking{.walking = true};
    EXPECT_TRUE(press(GLFW_KEY_LEFT, true, false, walking));
    EXPECT_EQ(state.timeline.playhead, 3);
    EXPECT_TRUE(commands.press({.character = '['}, walking));
    EXPECT_EQ(state.timeline.playhead, 0);
}

TEST_F(CommandsTest, QuittingAsksOnlyIfSomethingWouldEndOrBeLost) {
    features.recording.toggle_take();
    ASSERT_EQ(ended_by_quitting(state, features).size(), 1u);
    state.jobs.emplace_back().title = "Recording faces.mp4";
    state.teach.more.push_back({1});
    state.teach.less.push_back({-1});
    state.axes_list.labels.learning = true;
    EXPECT_EQ(ended_by_quitting(state, features).size(), 4u);
    state.show_record = true;
    EXPECT_TRUE(press(GLFW_KEY_Q, true));
    EXPECT_FALSE(state.quit);
    EXPECT_TRUE(state.show_quit);
    EXPECT_FALSE(state.show_record);  // two dialogs cannot be there at once
    state.show_quit = false;
    features.recording.toggle_take();
    state.jobs.clear();
    state.teach.axis = "hair";  // what was sorted is in the slider
    state.axes_list.labels.learning = false;
    EXPECT_TRUE(ended_by_quitting(state, features).empty());
    ask_to_quit(state, features);
    EXPECT_TRUE(state.quit);
}

TEST_F(CommandsTest, WhatCannotBeDoneIsNotDone) {
    AppState empty;
    empty.data_dir = folder.path;
    Features none{empty, engine, [] { return Time{}; }};
    const Commands without_model{empty, none};
    for (const Command& command : without_model.all())
        if (command.id != "window.quit" && command.id != "model.default")
            for (const Chord& chord : command.chords)
                without_model.press({.key = chord.key,
                                     .ctrl = chord.ctrl,
                                     .shift = chord.shift,
                                     .alt = chord.alt,
                                     .character = chord.character},
                                    {});
    EXPECT_FALSE(empty.show_record);
    EXPECT_TRUE(empty.favourites.empty());
}

TEST_F(CommandsTest, ThePaletteFindsCommandsAxesAndFavourites) {
    EXPECT_EQ(found("").size(), palette_items("  ", state, features, commands).size());
    ASSERT_FALSE(found("random").empty());
    EXPECT_EQ(found("random")[0], "Random face");
    EXPECT_EQ(found("shmap")[0], "Show: Map");
    EXPECT_TRUE(found("qqqq").empty());
    Axis axis;
    axis.id = "a";
    axis.name = "Hair length";
    state.axes.push_back(axis);
    features.favourites.keep_current();
    features.favourites.rename(state.favourites[0].id, "Zelda", "");
    features.face.pick_seed(99);
    ASSERT_EQ(found("hairl"), (std::vector<std::string>{"Hair length"}));
    axis.id = axis.name = "Age";
    axis.low = "young";
    axis.high = "old";
    state.axes.push_back(axis);
    ASSERT_FALSE(found("old").empty());
    EXPECT_EQ(found("old")[0], "Age (young, old)") << "by what its ends show";
    EXPECT_EQ(found("young").size(), 1u);
    const std::vector<PaletteItem> items = palette_items("zel", state, features, commands);
    ASSERT_EQ(items.size(), 1u);
    EXPECT_EQ(items[0].detail, "Favourite");
    items[0].run();
    EXPECT_EQ(state.face.base.latent, state.favourites[0].latent);
}

TEST(FuzzyMatch, LettersMustComeInOrder) {
    EXPECT_TRUE(fuzzy_match("rdf", "Random face"));
    EXPECT_FALSE(fuzzy_match("fdr", "Random face"));
    EXPECT_FALSE(fuzzy_match("randomfaces", "Random face"));
    EXPECT_EQ(fuzzy_match("", "anything"), 0);
    EXPECT_FALSE(fuzzy_match("a", ""));
}

TEST(FuzzyMatch, BeginningsAndRunsOfLettersAreBetter) {
    EXPECT_GT(*fuzzy_match("map", "Show: Map"), *fuzzy_match("map", "Somewhat apart"));
    EXPECT_GT(*fuzzy_match("undo", "Undo"), *fuzzy_match("undo", "Undo the last step"));
    EXPECT_GT(*fuzzy_match("rf", "Random face"), *fuzzy_match("rf", "Surfaces"));
}

}  // namespace
}  // namespace progan
