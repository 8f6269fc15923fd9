// A slider learns a knob or an address: what numbers of knobs say, and what comes of it, without a window.
#include <gtest/gtest.h>

#include <chrono>
#include <initializer_list>
#include <string>
#include <vector>

#include "app/explorer/features/remote/control_learner.h"
#include "app/explorer/features/remote/control_words.h"
#include "app/explorer/shell/features.h"
#include "core/files/atomic_file.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

ControlScale likely(std::initializer_list<int> values) {
    return likely_scale(std::vector<int>(values));
}
bool sure(std::initializer_list<int> values) {
    return scale_is_sure(std::vector<int>(values));
}

TEST(ControlLearner, AnEncoderIsRecognisedByItsNumbers) {
    EXPECT_EQ(likely({1, 1, 2, 1, 127, 127, 126}), ControlScale::twos_complement);
    EXPECT_EQ(likely({65, 65, 66, 63, 63}), ControlScale::binary_offset);
    EXPECT_EQ(likely({1, 1, 2, 65, 65, 67}), ControlScale::signed_bit);
    EXPECT_TRUE(sure({1, 1, 2, 1, 127}));
    EXPECT_TRUE(sure({65, 65, 63}));
    EXPECT_TRUE(sure({1, 1, 65}));
    // One way alone tells less.
    EXPECT_EQ(likely({1, 1, 1}), ControlScale::twos_complement);
    EXPECT_EQ(likely({127, 127, 127}), ControlScale::twos_complement);
    EXPECT_EQ(likely({65, 65, 65}), ControlScale::binary_offset);
    EXPECT_FALSE(sure({1, 1, 1}));
    EXPECT_FALSE(sure({65, 65, 65}));
}

TEST(ControlLearner, AKnobThatSaysWhereItStandsIsNoEncoder) {
    EXPECT_EQ(likely({}), ControlScale::absolute);
    EXPECT_EQ(likely({1}), ControlScale::absolute);
    EXPECT_EQ(likely({1, 2, 3, 4, 5, 6}), ControlScale::absolute);
    EXPECT_EQ(likely({127, 126, 125}), ControlScale::absolute);
    EXPECT_EQ(likely({62, 63, 64, 65, 66}), ControlScale::absolute);
    EXPECT_EQ(likely({66, 65, 63, 62}), ControlScale::absolute);
    EXPECT_EQ(likely({127, 0, 127, 0}), ControlScale::absolute) << "a button";
    EXPECT_EQ(likely({40, 40, 40, 41}), ControlScale::absolute);
    EXPECT_FALSE(sure({40, 41, 42}));
    EXPECT_TRUE(sure({40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62, 64, 66}));
}

MidiMove moved(int number, const std::vector<int>& values, MidiKind kind = MidiKind::control) {
    MidiMoves moves;
    for (const int value : values) moves.push({{kind, 0, number}, value});
    return moves.take()[0];
}

constexpr Seconds kLong{5};

TEST(ControlLearner, AControlIsLearnedWhenItRestsOrSaysEnough) {
    const Time now{};
    ControlLearner slow(false);
    EXPECT_FALSE(slow.next_tick());
    slow.hear(moved(21, {40, 41}), now);
    EXPECT_FALSE(slow.learned(now));
    ASSERT_TRUE(slow.next_tick());
    slow.hear(moved(22, {1}), now);  // another one meanwhile is not it
    ASSERT_TRUE(slow.learned(*slow.next_tick()));
    EXPECT_EQ(slow.learned(now + kLong)->midi.number, 21);
    EXPECT_EQ(slow.learned(now + kLong)->scale, ControlScale::absolute);
    ControlLearner encoder(false);
    encoder.hear(moved(1, {1, 1}), now);
    encoder.hear(moved(1, {127}), now);
    ASSERT_TRUE(encoder.learned(now));
    EXPECT_EQ(encoder.learned(now)->scale, ControlScale::twos_complement);
}

TEST(ControlLearner, FourteenBitsAreRecognisedInEitherOrder) {
    const Time now{};
    for (const bool fine_first : {false, true}) {
        MidiMoves moves;
        if (fine_first) moves.push({{MidiKind::control, 0, 53}, 1});
        for (int i = 0; i < 4; ++i) {
            moves.push({{MidiKind::control, 0, 21}, 10 + i});
            moves.push({{MidiKind::control, 0, 53}, 7 * i});
        }
        ControlLearner learner(false);
        for (const MidiMove& move : moves.take()) learner.hear(move, now);
        ASSERT_TRUE(learner.learned(now + kLong)) << fine_first;
        EXPECT_EQ(learner.learned(now + kLong)->midi.number, 21);
        EXPECT_EQ(learner.learned(now + kLong)->scale, ControlScale::fine);
    }
}

TEST(ControlLearner, AButtonIsWhatIsPressed) {
    const Time now{};
    ControlLearner button(true);
    button.hear(moved(60, {0}, MidiKind::note), now);
    button.hear("/button", 0, now);
    EXPECT_FALSE(button.found());
    button.hear(moved(60, {100}, MidiKind::note), now);
    ASSERT_TRUE(button.learned(now));
    EXPECT_EQ(button.learned(now)->midi.kind, MidiKind::note);
    ControlLearner knob(false);
    knob.hear(moved(60, {100}, MidiKind::note), now);
    EXPECT_FALSE(knob.found()) << "a key has no way to go";
}

TEST(ControlLearner, AnAddressThatGoesBelowZeroHasTwoSides) {
    const Time now{};
    ControlLearner fader(false);
    fader.hear("/1/fader3", 0.5, now);
    EXPECT_FALSE(fader.learned(now));
    EXPECT_EQ(fader.learned(now + kLong)->scale, ControlScale::unit);
    fader.hear("/1/fader3", -0.5, now);
    EXPECT_EQ(fader.learned(now)->scale, ControlScale::both_sides);
    ControlLearner none(false);
    none.hear("/with space", 0.5, now);
    none.hear("/\xff", 0.5, now);
    none.hear("/" + std::string(300, 'a'), 0.5, now);
    EXPECT_FALSE(none.found());
}

class LearningTest : public ::testing::Test {
  protected:
    LearningTest() {
        state.data_dir = folder.path;
        features.model_opened(test::plain_model());
        for (const char* id : {"smile", "age"}) {
            Axis axis;
            axis.id = axis.name = id;
            axis.direction = Latent(test::kLatentSize);
            axis.direction[state.axes.size()] = 1;
            state.axes.push_back(axis);
        }
        features.controls.look();
    }
    void learn(ControlAction action, const std::string& axis = "") {
        features.controls.learn({action, axis, axis.empty() ? "it" : axis, ""});
    }
    /// A knob that says where it stands, moved and let go.
    void turn_and_rest(int number) {
        features.controls.heard(moved(number, {40, 41, 42}));
        now += kLong;
        features.controls.tick(now);
    }
    std::string in_file() {
        EXPECT_TRUE(
            test::frames_until(engine, features, [this] { return !state.controls_unsaved && saved(); }));
        return read_text_file(folder.path / "controls.json", 100000);
    }
    bool saved() const {
        std::error_code ignored;
        if (!std::filesystem::exists(folder.path / "controls.json", ignored)) return false;
        std::vector<std::string> problems;
        return control_bindings_from_json(read_text_file(folder.path / "controls.json", 100000), "",
                                          problems) == state.controls.bindings;
    }

    test::StateFolder folder{"learning"};
    Time now;
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [this] { return now; }};
};

TEST_F(LearningTest, ASliderLearnsAKnobAndItIsKept) {
    learn(ControlAction::axis, "smile");
    ASSERT_TRUE(state.controls.learning);
    features.controls.heard(moved(21, {40}));
    EXPECT_EQ(state.controls.learning->found, "Control 21, channel 1");
    EXPECT_TRUE(state.face.turns.empty()) << "it is only learned";
    EXPECT_TRUE(features.controls.next_tick());
    turn_and_rest(21);
    EXPECT_FALSE(state.controls.learning);
    ASSERT_EQ(state.controls.bindings.size(), 1u);
    EXPECT_EQ(state.controls.bindings[0].axis, "smile");
    EXPECT_EQ(state.controls.bindings[0].axis_name, "smile");
    EXPECT_NE(in_file().find("smile"), std::string::npos);
    features.controls.heard(moved(21, {96}));
    EXPECT_TRUE(state.face.turns.empty()) << "it stands elsewhere";
    features.controls.heard(moved(21, {64, 96}));
    EXPECT_GT(state.face.turns.at("smile"), 0);
}

TEST_F(LearningTest, AControlMovesOneThingOfAModel) {
    learn(ControlAction::axis, "smile");
    turn_and_rest(21);
    state.axes.erase(state.axes.begin());  // another model is open: it lacks that axis
    learn(ControlAction::axis, "age");
    turn_and_rest(21);
    ASSERT_EQ(state.controls.bindings.size(), 2u) << "the other model's stays";
    EXPECT_FALSE(is_there(state, state.controls.bindings[0]));
    EXPECT_EQ(moved_text(state, state.controls.bindings[0]), "smile");
    learn(ControlAction::seed);
    turn_and_rest(21);
    ASSERT_EQ(state.controls.bindings.size(), 2u);
    EXPECT_EQ(state.controls.bindings[1].action, ControlAction::seed);
    learn(ControlAction::seed);
    turn_and_rest(22);
    EXPECT_EQ(state.controls.bindings.size(), 3u) << "two knobs may move one thing";
}

TEST_F(LearningTest, ItIsCancelledForgottenAndSetByHand) {
    learn(ControlAction::axis, "smile");
    features.controls.stop_learning();
    turn_and_rest(21);
    EXPECT_TRUE(state.controls.bindings.empty());
    learn(ControlAction::position);
    features.controls.heard("/1/fader", 0.25);
    now += kLong;
    features.controls.tick(now);
    ASSERT_EQ(state.controls.bindings.size(), 1u);
    EXPECT_EQ(state.controls.bindings[0].osc, "/1/fader");
    const std::string id = state.controls.bindings[0].id;
    features.controls.set_scale(id, ControlScale::both_sides);
    EXPECT_EQ(state.controls.bindings[0].scale, ControlScale::both_sides);
    features.controls.remove(id);
    EXPECT_TRUE(state.controls.bindings.empty());
    EXPECT_FALSE(features.controls.heard("/1/fader", 0.5));
    EXPECT_EQ(in_file().find("fader"), std::string::npos);
}

TEST_F(LearningTest, AnotherWindowsControlsAreHeardHere) {
    write_file_atomically(folder.path / "controls.json",
                          R"({"version": 1, "controls": [{"osc": "/x", "moves": "seed"}]})");
    EXPECT_TRUE(test::frames_until(
        engine, features, [this] { return state.controls.bindings.size() == 1; },
        [this] { features.look_at_shared_files(); }));
    EXPECT_TRUE(features.controls.heard("/x", 7));
    EXPECT_EQ(state.face.base.seed, 7u);
}

}  // namespace
}  // namespace progan
