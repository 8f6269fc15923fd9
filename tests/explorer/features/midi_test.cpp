// What the knobs and buttons of a MIDI device do, without a window: a pipe stands for the device.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "app/explorer/features/remote/knob_values.h"
#include "app/explorer/features/remote/takeover.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/shell/session/session.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/degree_slider.h"
#include "core/files/atomic_file.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/model_with_an_axis.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

TEST(KnobValues, TheMiddleOfAKnobIsTheMiddleOfASlider) {
    EXPECT_EQ(knob_position(0, 127), -1);
    EXPECT_EQ(knob_position(64, 127), 0);
    EXPECT_EQ(knob_position(127, 127), 1);
    EXPECT_EQ(knob_position(32, 127), -0.5);
    EXPECT_EQ(knob_position(8192, 16383), 0);
    EXPECT_EQ(knob_position(16383, 16383), 1);
    EXPECT_EQ(knob_part(0, 127), 0);
    EXPECT_EQ(knob_part(127, 127), 1);
}

bool takes(Takeover& takeover, double knob, double current) {
    return takeover.takes({knob, knob, knob}, current, 0.02);
}

TEST(Takeover, AKnobThatStandsElsewhereMovesNothingUntilItPasses) {
    Takeover takeover;
    EXPECT_FALSE(takes(takeover, 0.9, 0));
    EXPECT_FALSE(takes(takeover, 0.3, 0));
    EXPECT_TRUE(takes(takeover, -0.1, 0)) << "it has passed";
    EXPECT_TRUE(takes(takeover, -0.8, -0.1)) << "and holds, however fast it is";
    EXPECT_FALSE(takes(takeover, -0.7, 0.5)) << "a mouse has moved the slider";
    EXPECT_FALSE(takes(takeover, -0.9, 0.5));
    EXPECT_TRUE(takes(takeover, 0.6, 0.5));
    Takeover there;
    EXPECT_TRUE(takes(there, 0.51, 0.5)) << "it stands where the slider does";
    Takeover locked;
    EXPECT_TRUE(takes(locked, 0.51, 0.5));
    EXPECT_TRUE(takes(locked, 0.9, 0.5));
    EXPECT_FALSE(takes(locked, 0.8, 0.5)) << "what does not follow is not held";
    Takeover quick;
    EXPECT_FALSE(quick.takes({0.3, 0.9, 0.9}, 0.2, 0.02));
    EXPECT_TRUE(quick.takes({0.1, 0.8, 0.8}, 0.2, 0.02)) << "there and back between two looks";
}

// NOLINTNEXTLINE(cppcoreguidelines-virtual-class-destructor): only GoogleTest deletes it, by its base
class MidiTest : public ::testing::Test {
  protected:
    MidiTest() {
        test::open_model_with_an_axis(state, features, folder.path);
        EXPECT_TRUE(until([this] { return !state.history.empty(); }));
    }
    ~MidiTest() override {
        if (device >= 0) close(device);
    }
    bool until(const std::function<bool()>& condition) {
        return test::frames_until(engine, features, condition, [this] { frame(); });
    }
    void frame(double seconds = 0.02) {
        now += Seconds{seconds};
        features.midi.deliver();
        features.history.observe(now, false, features.hands.take_turned());
    }
    /// What controls.json says, once it is read; and a device to be heard.
    void begin(const std::string& controls) {
        write_file_atomically(folder.path / "controls.json",
                              R"({"version": 1, "controls": [)" + controls + "]}");
        features.controls.look();
        EXPECT_TRUE(until([this] { return !state.controls.bindings.empty(); }));
        const std::string path = folder.path / "device";
        ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
        features.midi.set_port(path);
        EXPECT_TRUE(until([&] { return state.midi.connected == path; }));
        device = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    }
    /// Waits until that many controls more were heard.
    void send(const std::vector<int>& bytes, std::size_t moves = 1) {
        const std::size_t before = state.midi.heard;
        std::string raw;
        for (const int byte : bytes) raw += static_cast<char>(byte);
        ASSERT_EQ(write(device, raw.data(), raw.size()), static_cast<ssize_t>(raw.size()));
        EXPECT_TRUE(until([&] { return state.midi.heard >= before + moves; }));
    }
    float turn() const { return state.face.turns.contains("sefa-1") ? state.face.turns.at("sefa-1") : 0; }
    static float at(double position) { return degrees_at_position(static_cast<float>(position), 30); }

    test::StateFolder folder{"midi"};
    Time now;
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [this] { return now; }};
    int device = -1;
};

std::string knob(int number, const std::string& scale, const std::string& moves) {
    return R"({"midi": "control", "channel": 1, "number": )" + std::to_string(number) + R"(, "scale": ")" +
           scale + R"(", "moves": ")" + moves + R"(", "axis": "sefa-1"})";
}

TEST_F(MidiTest, ItIsOffUnlessAPersonSaysOtherwise) {
    EXPECT_EQ(features.midi.wanted(), "");
    EXPECT_FALSE(features.midi.deliver());
    EXPECT_EQ(state.midi.connected, "");
    state.midi.given = "Keys";
    EXPECT_EQ(features.midi.wanted(), "Keys");
    EXPECT_EQ(state.midi_settings.port, "") << "the command line's is not kept";
}

TEST_F(MidiTest, AKnobTurnsItsSliderOnceItHasPassedItAndASweepIsOneStep) {
    begin(knob(21, "absolute", "axis"));
    const std::size_t steps = state.history.size();
    send({0xB0, 21, 127});
    EXPECT_EQ(turn(), 0);
    EXPECT_EQ(state.controls.waiting.at("sefa-1"), 1);
    ASSERT_EQ(state.notifications.size(), 1u);
    EXPECT_NE(state.notifications[0].text.find("waits until the knob passes"), std::string::npos);
    send({0xB0, 21, 65});
    EXPECT_FLOAT_EQ(turn(), at(1 / 63.0));
    EXPECT_TRUE(state.controls.waiting.empty());
    send({21, 96});
    send({21, 127});
    EXPECT_EQ(turn(), 90);
    EXPECT_EQ(state.history.size(), steps) << "it may go on";
    frame(10);
    EXPECT_EQ(state.history.size(), steps + 1);
    features.history.undo();
    EXPECT_EQ(turn(), 0);
    send({21, 120});
    EXPECT_EQ(turn(), 0) << "the slider is elsewhere now";
    EXPECT_EQ(state.notifications.size(), 1u) << "it was said once";
}

TEST_F(MidiTest, FourteenBitsAreFiner) {
    begin(knob(21, "14-bit", "axis"));
    send({0xB0, 21, 64, 53, 0}, 2);
    send({0xB0, 21, 64, 53, 100}, 2);
    EXPECT_FLOAT_EQ(turn(), at(100 / 8191.0));
    send({0xB0, 53, 50}, 2);
    EXPECT_FLOAT_EQ(turn(), at(50 / 8191.0));
}

TEST_F(MidiTest, AnEndlessKnobMovesFromWhereItIs) {
    begin(knob(1, "twos-complement", "axis") + "," + knob(2, "binary-offset", "axis") + "," +
          knob(3, "signed-bit", "axis"));
    send({0xB0, 1, 1, 1, 1, 1, 2});
    EXPECT_FLOAT_EQ(turn(), at(2 * 4 / 127.0));
    send({2, 66});
    EXPECT_FLOAT_EQ(turn(), at(2 * 6 / 127.0));
    send({3, 70});
    EXPECT_NEAR(turn(), 0, 1e-4);
    EXPECT_TRUE(state.controls.waiting.empty());
    features.face.toggle_axis_lock("sefa-1");
    send({1, 5});
    EXPECT_NEAR(turn(), 0, 1e-4) << "it is locked";
}

TEST_F(MidiTest, SeedsAndTheJourneyAndButtons) {
    begin(knob(1, "absolute", "seed") + "," + knob(2, "signed-bit", "seed") + "," +
          knob(3, "absolute", "position") + "," + knob(4, "twos-complement", "position") + "," +
          R"({"midi": "note", "channel": 1, "number": 60, "moves": "play"},)"
          R"({"midi": "program", "channel": 1, "number": 2, "moves": "next-favourite"})");
    send({0xB0, 1, 100});
    EXPECT_EQ(state.face.base.seed, 100u);
    send({2, 3});
    EXPECT_EQ(state.face.base.seed, 103u);
    state.journey.keyframes.clear();
    send({3, 0});
    state.journey = fresh_journey(state);
    state.timeline.playhead = 0;
    send({3, 0});
    send({3, 127});
    EXPECT_EQ(shown_frame(state), path_length(shown_journey(state)) - 1);
    send({4, 127});
    EXPECT_EQ(shown_frame(state), path_length(shown_journey(state)) - 2);
    send({0x90, 60, 100, 60, 0});
    EXPECT_TRUE(state.timeline.playing);
    send({0x90, 60, 100, 60, 0});
    EXPECT_FALSE(state.timeline.playing);
    features.face.pick_seed(5);
    features.favourites.keep_current();
    features.face.pick_seed(6);
    frame();
    send({0xC0, 2});
    EXPECT_EQ(state.face.base.seed, 5u);
}

TEST_F(MidiTest, AnAxisThatTheModelDoesNotHaveIsNothing) {
    begin(
        R"({"midi": "control", "channel": 1, "number": 1, "moves": "axis", "axis": "hair", "name": "Hair"})");
    const std::size_t steps = state.history.size();
    send({0xB0, 1, 64});
    frame(10);
    EXPECT_EQ(state.history.size(), steps);
    EXPECT_TRUE(state.controls.waiting.empty());
    state.model.reset();
    send({0xB0, 1, 65});
}

TEST_F(MidiTest, TheSessionKeepsThePort) {
    features.midi.set_port("Keys 61");
    EXPECT_EQ(session_from_json(session_to_json(state), "session.json").session.midi_settings.port,
              "Keys 61");
}

}  // namespace
}  // namespace progan
