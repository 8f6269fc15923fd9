// Which keys commands have, and how keys are written.
#include "app/explorer/features/settings/key_map.h"

#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <set>

#include "app/explorer/features/settings/chord.h"

namespace progan {
namespace {

Chord chord(const std::string& name) {
    const std::optional<Chord> found = chord_named(name);
    EXPECT_TRUE(found) << name;
    return found.value_or(Chord{});
}

TEST(ChordNames, WhatIsWrittenIsReadAgain) {
    std::set<std::string> names;
    for (int key = GLFW_KEY_SPACE; key <= GLFW_KEY_F24; ++key)
        for (int held = 0; held < 8; ++held) {
            const Chord pressed{key, (held & 1) != 0, (held & 2) != 0, (held & 4) != 0, 0};
            const std::string name = chord_name(pressed);
            const bool sign = key < 0x7f && std::ispunct(key) != 0 && !pressed.ctrl && !pressed.alt;
            if (name.ends_with('?') || sign) continue;  // it has no name, or is known by what it types
            EXPECT_TRUE(names.insert(name).second) << name;
            EXPECT_EQ(chord_named(name), pressed) << name;
        }
    EXPECT_GT(names.size(), 400u);
    for (unsigned c = '!'; c < 0x7f; ++c) {
        if (std::isalnum(static_cast<int>(c)) != 0) continue;
        const Chord typed{.character = c};
        EXPECT_EQ(chord_named(chord_name(typed)), typed) << c;
    }
}

TEST(ChordNames, AreAsPeopleWriteThem) {
    EXPECT_EQ(chord("Ctrl+Shift+Z"), (Chord{GLFW_KEY_Z, true, true, false, 0}));
    EXPECT_EQ(chord("Ctrl+z"), (Chord{.key = GLFW_KEY_Z, .ctrl = true}));
    EXPECT_EQ(chord("Alt+Left"), (Chord{.key = GLFW_KEY_LEFT, .alt = true}));
    EXPECT_EQ(chord("Ctrl+,"), (Chord{.key = GLFW_KEY_COMMA, .ctrl = true}));
    EXPECT_EQ(chord("F12"), (Chord{.key = GLFW_KEY_F12}));
    EXPECT_EQ(chord("+"), (Chord{.character = '+'}));
}

TEST(ChordNames, AllElseIsRefused) {
    for (const char* name : {"",   "Ctrl+",  "Ctrl",    "Shift+?", "Ctrl+Ctrl+A",   "Shift+Ctrl+A", "Strg+A",
                             "F0", "F25",    "F1x",     "F01",     "Ctrl+\xc3\xa4", "\x01",         " ",
                             "AB", "Ctrl+?", "page up", "a b",     "Escape",        "Tab",          "Ctrl++"})
        EXPECT_FALSE(chord_named(name)) << name;
    EXPECT_FALSE(chord_named(std::string("A\0", 2)));
    EXPECT_FALSE(chord_named(std::string(100'000, 'F')));
}

TEST(ReservedKeys, AreThoseThatWalkAndEdit) {
    for (const int key : {GLFW_KEY_TAB, GLFW_KEY_F6, GLFW_KEY_ENTER, GLFW_KEY_KP_ENTER, GLFW_KEY_SPACE,
                          GLFW_KEY_ESCAPE, GLFW_KEY_LEFT, GLFW_KEY_UP, GLFW_KEY_HOME, GLFW_KEY_DELETE,
                          GLFW_KEY_BACKSPACE, GLFW_KEY_PRINT_SCREEN, GLFW_KEY_KP_5}) {
        const std::string why = why_reserved({.key = key});
        EXPECT_TRUE(why.ends_with('.') && why.find(". ") == std::string::npos) << key << ": " << why;
    }
    for (const char* name :
         {"R", "Shift+R", "7", "F5", "Shift+F6", "Page Up", "Ctrl+Left", "Alt+Home", "?", "Ctrl+,"}) {
        const bool walks = std::string(name) == "Shift+F6";
        EXPECT_EQ(why_reserved(chord(name)).empty(), !walks) << name;
    }
}

class KeyMapTest : public ::testing::Test {
  protected:
    KeyMapTest() {
        commands = {{"face.random", "Random face", "", {chord("R")}},
                    {"favourites.keep", "Keep face", "", {chord("Ctrl+S")}},
                    {"history.redo", "Redo", "", {chord("Ctrl+Y"), chord("Alt+Right")}},
                    {"journey.play", "Play", "", {chord("Space")}},
                    {"window.log", "Message log", "", {}}};
    }
    std::string keys(std::size_t command) const {
        std::string text;
        const KeysInUse used = keys_in_use(commands, changes);
        for (const Chord& each : used.of[command]) text += (text.empty() ? "" : " ") + chord_name(each);
        return text;
    }
    void give(std::size_t command, std::size_t slot, const char* name) {
        give_key(commands, changes, command, slot, chord(name));
    }

    std::vector<KeyedCommand> commands;
    KeyChanges changes;
};

TEST_F(KeyMapTest, WithoutChangesEachHasWhatItComesWith) {
    EXPECT_EQ(keys(0), "R");
    EXPECT_EQ(keys(2), "Ctrl+Y Alt+Right");
    EXPECT_EQ(keys(4), "");
    EXPECT_EQ(owner_of(commands, changes, chord("Ctrl+Y")), 2u);
    EXPECT_EQ(owner_of(commands, changes, chord("J")), std::nullopt);
}

TEST_F(KeyMapTest, AKeyIsChangedAddedRemovedAndReset) {
    give(0, 0, "J");
    give(0, 1, "F9");
    EXPECT_EQ(keys(0), "J F9");
    EXPECT_EQ(owner_of(commands, changes, chord("R")), std::nullopt);
    remove_key(commands, changes, 0, 0);
    EXPECT_EQ(keys(0), "F9");
    remove_key(commands, changes, 0, 0);
    remove_key(commands, changes, 0, 0);  // there is none left
    EXPECT_EQ(keys(0), "");
    reset_keys(commands, changes, 0);
    EXPECT_EQ(keys(0), "R");
    EXPECT_TRUE(changes.of.empty());
}

TEST_F(KeyMapTest, OnlyWhatDiffersIsKept) {
    give(0, 0, "J");
    EXPECT_EQ(changes.of.size(), 1u);
    give(0, 0, "R");
    EXPECT_TRUE(changes.of.empty());
}

TEST_F(KeyMapTest, WhatIsTakenOverComesBackWhenItIsFree) {
    give(0, 0, "Ctrl+S");
    EXPECT_EQ(keys(0), "Ctrl+S");
    EXPECT_EQ(keys(1), "");
    EXPECT_EQ(changes.of.size(), 1u);
    give(0, 0, "J");
    EXPECT_EQ(keys(1), "Ctrl+S");
}

TEST_F(KeyMapTest, AKeyThatWasGivenCanBeTakenAgain) {
    give(0, 0, "J");
    give(4, 0, "J");
    EXPECT_EQ(keys(0), "");
    EXPECT_EQ(keys(4), "J");
    give(1, 0, "R");
    reset_keys(commands, changes, 0);
    EXPECT_EQ(keys(0), "") << "it belongs to another command now";
    EXPECT_EQ(owner_of(commands, changes, chord("R")), 1u);
}

TEST_F(KeyMapTest, TwoCanChangePlaces) {
    give(0, 0, "Ctrl+S");
    give(1, 0, "R");
    EXPECT_EQ(keys(0), "Ctrl+S");
    EXPECT_EQ(keys(1), "R");
    give(0, 0, "R");
    give(1, 0, "Ctrl+S");
    EXPECT_TRUE(changes.of.empty());
}

TEST_F(KeyMapTest, ItsOwnOtherKeyOnlyChangesPlace) {
    give(2, 1, "Ctrl+Y");
    EXPECT_EQ(keys(2), "Ctrl+Y");
    give(2, 1, "Alt+Right");
    EXPECT_EQ(keys(2), "Ctrl+Y Alt+Right");
    give(2, 5, "Ctrl+Y");
    EXPECT_EQ(keys(2), "Ctrl+Y Alt+Right");
}

TEST_F(KeyMapTest, ACommandHasAFewKeysAtMost) {
    for (char key = 'A'; key <= 'Z'; ++key) give(4, 99, std::string(1, key).c_str());
    EXPECT_EQ(changes.of["window.log"].size(), kMaxKeys);
}

TEST_F(KeyMapTest, WhatAFileSaysTwiceCountsOnceAndIsSaid) {
    changes.of = {{"face.random", {chord("J"), chord("J")}}, {"history.redo", {chord("J"), chord("L")}}};
    const KeysInUse used = keys_in_use(commands, changes);
    EXPECT_EQ(keys(0), "J");
    EXPECT_EQ(keys(2), "L");
    EXPECT_EQ(
        used.problems,
        (std::vector<std::string>{"\"Redo\" was not given the shortcut J: it belongs to \"Random face\"."}));
}

TEST_F(KeyMapTest, AReservedKeyIsItsOwnCommandsAlone) {
    changes.of = {{"face.random", {chord("Space"), chord("J")}},
                  {"journey.play", {chord("P"), chord("Space")}}};
    const KeysInUse used = keys_in_use(commands, changes);
    EXPECT_EQ(keys(0), "J");
    EXPECT_EQ(keys(3), "P Space");
    ASSERT_EQ(used.problems.size(), 1u);
    EXPECT_TRUE(used.problems[0].starts_with("\"Random face\" was not given the shortcut Space: "))
        << used.problems[0];
}

TEST_F(KeyMapTest, ACommandThatIsNotKnownTakesNothing) {
    changes.of = {{"from.the.future", {chord("R")}}};
    EXPECT_EQ(keys(0), "R");
    EXPECT_TRUE(keys_in_use(commands, changes).problems.empty());
}

}  // namespace
}  // namespace progan
