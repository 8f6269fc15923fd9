// A MIDI device turns the real window's slider. The device is a pipe, which the program reads as it reads a
// raw device of ALSA's; what comes through RtMidi takes the same way from there on.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "core/files/atomic_file.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
using Probe = Explorer::Probe;

class MidiWindowTest : public WindowTest {
  protected:
    void SetUp() override {
        WindowTest::SetUp();
        std::filesystem::create_directories(folder_);
        pipe_ = folder_ / "midi-device";
        ASSERT_EQ(mkfifo(pipe_.c_str(), 0600), 0);
    }
    void send(const std::vector<int>& bytes) const {
        std::string raw;
        for (const int byte : bytes) raw += static_cast<char>(byte);
        const int out = open(pipe_.c_str(), O_WRONLY | O_CLOEXEC);
        ASSERT_EQ(write(out, raw.data(), raw.size()), static_cast<ssize_t>(raw.size()));
        close(out);
    }
    static Probe wait_for_axes(const Explorer& explorer) {
        return explorer.wait_until("there are axes", [](const Probe& p) {
            return !p["state"]["axes"].empty() && Explorer::is_settled(p);
        });
    }

    std::filesystem::path pipe_;
};

TEST_F(MidiWindowTest, AKnobTurnsASliderAndUndoTakesItBack) {
    std::string axis;
    {
        const auto explorer = start();
        axis = wait_for_axes(*explorer)["state"]["axes"][0]["id"];
        EXPECT_EQ(explorer->quit(), 0);
    }
    write_file_atomically(folder_ / "data" / "controls.json",
                          R"({"version": 1, "controls": [{"midi": "control", "channel": 1, "number": 21, )"
                          R"("moves": "axis", "axis": ")" +
                              axis + "\"}]}");
    const auto explorer = start({"--midi", pipe_.string()});
    const Probe before = wait_for_axes(*explorer);
    explorer->wait_until("it is connected",
                         [&](const Probe& p) { return p["state"]["midi"]["connected"] == pipe_.string(); });
    explorer->wait_until("the controls are read",
                         [](const Probe& p) { return p["state"]["midi"]["bindings"] == 1; });
    send({0xB0, 21, 100});
    explorer->wait_until("it waits for the knob",
                         [&](const Probe& p) { return p["state"]["midi"]["waiting"].contains(axis); });
    EXPECT_TRUE(explorer->probe()["state"]["turns"].empty());
    send({0xB0, 21, 63});
    // Far more than frames: the newest counts.
    std::vector<int> sweep{0xB0};
    for (int i = 0; i < 3000; ++i) sweep.insert(sweep.end(), {21, 64 + i % 63});
    sweep.insert(sweep.end(), {21, 96});
    send(sweep);
    explorer->wait_until("the slider follows",
                         [&](const Probe& p) { return p["state"]["turns"].value(axis, 0.0) > 5; });
    EXPECT_NE(explorer->settled()["state"]["image_hash"], before["state"]["image_hash"]);
    expect_one_step_back_to(*explorer, before);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(MidiWindowTest, TheSettingsSayWhatThereIs) {
    const auto explorer = start({"--midi", pipe_.string()});
    explorer->wait_until("it is connected",
                         [&](const Probe& p) { return p["state"]["midi"]["connected"] == pipe_.string(); });
    explorer->press_keys("ctrl+comma");
    explorer->click("Settings/Section/Remote");
    choose(*explorer, "Midi/Port", "Off");
    explorer->wait_until("it is off", [](const Probe& p) {
        return p["state"]["midi"]["connected"].get<std::string>().empty();
    });
    explorer->click("Settings/Close");
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(MidiWindowTest, ASliderLearnsAKnobFromItsMenu) {
    {
        const auto explorer = start({"--midi", pipe_.string()});
        const std::string axis = wait_for_axes(*explorer)["state"]["axes"][0]["id"];
        explorer->wait_until("it is connected", [&](const Probe& p) {
            return p["state"]["midi"]["connected"] == pipe_.string();
        });
        right_click(*explorer, "Axis/" + axis + "/Slider");
        explorer->click("Learn");
        explorer->wait_until("it waits", [](const Probe& p) { return p["widgets"].contains("Learning"); });
        explorer->press_keys("Escape");
        explorer->wait_until("Esc cancels", [](const Probe& p) {
            return p["state"]["midi"]["learning"].get<std::string>().empty() &&
                   !p["widgets"].contains("Learning");
        });
        send({0xB0, 21, 40, 21, 41});
        explorer->wait_until("it is heard", [](const Probe& p) { return p["state"]["midi"]["heard"] > 0; });
        EXPECT_EQ(explorer->probe()["state"]["midi"]["bindings"], 0);

        right_click(*explorer, "Axis/" + axis + "/Slider");
        explorer->click("Learn");
        explorer->wait_until("it waits again",
                             [](const Probe& p) { return p["widgets"].contains("Learning"); });
        // An endless knob, to the right and back: the numbers say at once what it is.
        send({0xB0, 21, 1, 21, 1, 21, 127, 21, 127});
        explorer->wait_until("it is learned", [](const Probe& p) {
            return p["state"]["midi"]["bindings"] == 1 &&
                   p["state"]["midi"]["learning"].get<std::string>().empty();
        });
        send({0xB0, 21, 10, 21, 10, 21, 10});
        explorer->wait_until("it turns the slider",
                             [&](const Probe& p) { return p["state"]["turns"].value(axis, 0.0) > 5; });
        EXPECT_EQ(explorer->quit(), 0);
    }
    const auto explorer = start();
    explorer->wait_until("it is kept", [](const Probe& p) { return p["state"]["midi"]["bindings"] == 1; });
    explorer->press_keys("ctrl+comma");
    explorer->click("Settings/Section/Remote");
    explorer->click("Controls/Control 21, channel 1/Remove");
    explorer->wait_until("it is forgotten",
                         [](const Probe& p) { return p["state"]["midi"]["bindings"] == 0; });
    explorer->click("Settings/Close");
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
