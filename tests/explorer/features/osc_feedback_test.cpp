// What is told to another program, without a window: a receiver of ours over the loopback hears it.
#include <gtest/gtest.h>
#include <lo/lo.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>

#include "app/explorer/platform/osc_receiver.h"
#include "app/explorer/platform/osc_sender.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/shell/session/session.h"
#include "app/explorer/state/queries.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/model_with_an_axis.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

TEST(OscSender, ADestinationIsAHostAndAPort) {
    EXPECT_EQ(osc_destination("127.0.0.1:9001"), std::pair(std::string("127.0.0.1"), 9001));
    EXPECT_EQ(osc_destination("studio.local:1"), std::pair(std::string("studio.local"), 1));
    for (const char* wrong : {"", ":", "9001", ":9001", "host:", "host:0", "host:65536", "host:9001x",
                              "a b:9001", "http://host:9001", "host:-1"})
        EXPECT_FALSE(osc_destination(wrong)) << wrong;
}

TEST(OscSender, AHostThatIsNotThereIsTold) {
    OscSender sender("no-such-host.invalid", 9001);
    sender.send({{"/seed", 1, true}});
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (sender.problem().empty() && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_FALSE(sender.problem().empty());
    EXPECT_EQ(sender.sent(), 0u);
}

class OscFeedbackTest : public ::testing::Test {
  protected:
    OscFeedbackTest() { test::open_model_with_an_axis(state, features, folder.path); }
    void frame(double seconds = 0.02) {
        now += Seconds{seconds};
        features.osc.deliver();
        features.osc_feedback.send_changes(now);
    }
    /// What has come: waits for so many addresses at least, and then a moment for more.
    std::map<std::string, double> told(std::size_t least) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        std::map<std::string, double> values;
        for (int quiet = 0; quiet < 50 || values.size() < least; ++quiet) {
            for (const OscMessage& message : other.take()) {
                values[message.address] = message.value.value_or(-99);
                quiet = 0;
            }
            if (std::chrono::steady_clock::now() > end) break;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return values;
    }
    void begin() {
        ASSERT_TRUE(features.osc_feedback.set_destination("127.0.0.1:" + std::to_string(other.port())));
        frame();
        std::map<std::string, double> first = told(3);
        for (const char* address : {"/seed", "/axis/mouth-open", "/play"})
            EXPECT_TRUE(first.contains(address)) << address << " as it is";
    }

    struct Probe {
        std::unique_ptr<std::remove_pointer_t<lo_address>, void (*)(lo_address)> to;
        void send(const char* address, double value) const {
            EXPECT_GT(lo_send(to.get(), address, "f", value), 0);
        }
    };
    static Probe to_port(int port) {
        return {{lo_address_new("127.0.0.1", std::to_string(port).c_str()), lo_address_free}};
    }

    test::StateFolder folder{"osc-feedback"};
    Time now;
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [this] { return now; }};
    OscReceiver other{0, OscSenders::this_computer, [] {}};
};

using Told = std::map<std::string, double>;

TEST_F(OscFeedbackTest, NothingIsSentUnlessAHostAndAPortAreGiven) {
    frame();
    EXPECT_EQ(state.osc.sending_to, "");
    EXPECT_FALSE(features.osc_feedback.set_destination("nonsense"));
    EXPECT_EQ(state.osc_settings.send_to, "");
    EXPECT_EQ(told(0), Told());
}

TEST_F(OscFeedbackTest, WhatChangesIsSentOnceAndNothingElse) {
    begin();
    frame();
    EXPECT_EQ(told(0), Told());
    features.face.pick_seed(4'000'000'000u);
    frame();
    EXPECT_EQ(told(1), (Told{{"/seed", 4e9}}));
    features.face.turn_axis("sefa-1", 90);
    frame();
    EXPECT_EQ(told(1), (Told{{"/axis/mouth-open", 1}}));
    features.timeline.go_to_end();
    frame();
    EXPECT_EQ(told(1), (Told{{"/position", 1}}));
    features.timeline.toggle_play();
    frame();
    EXPECT_EQ(told(1)["/play"], 1);
    EXPECT_GT(state.osc.sent, 0u);
    features.osc_feedback.set_destination("");
    features.timeline.toggle_play();
    frame();
    EXPECT_EQ(told(0), Told());
}

TEST_F(OscFeedbackTest, WhoeverSetSomethingIsNotToldItBackInThatGesture) {
    Axis age = state.axes[0];
    age.id = "sefa-2";
    age.name = "Age";
    state.axes.push_back(age);
    begin();
    state.osc.given = 0;
    frame();
    const Probe hand = to_port(state.osc.port);
    const auto send = [&](const char* address, double value) {
        const std::size_t before = state.osc.heard;
        hand.send(address, value);
        const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (state.osc.heard == before && std::chrono::steady_clock::now() < end) frame(0);
        frame();
    };
    for (const double position : {0.1, 0.3, 0.5}) send("/axis/mouth-open", position);
    EXPECT_EQ(told(0), Told());
    // All else is told as before.
    features.face.turn_axis("sefa-2", 90);
    frame();
    EXPECT_EQ(told(1), (Told{{"/axis/age", 1}}));
    ASSERT_TRUE(features.osc_feedback.next_tick());
    frame(10);
    EXPECT_EQ(told(0), Told()) << "it is as it was set";
    EXPECT_FALSE(features.osc_feedback.next_tick());
    // What did not become as it was set is told when the hand rests.
    features.face.toggle_axis_lock("sefa-1");
    send("/axis/mouth-open", -1);
    EXPECT_EQ(told(0), Told());
    frame(10);
    EXPECT_NEAR(told(1)["/axis/mouth-open"], 0.5, 1e-3);
}

TEST_F(OscFeedbackTest, AnAddressThatWasLearnedIsToldInItsOwnMeasure) {
    begin();
    ControlBinding fader;
    fader.osc = "/1/fader3";
    fader.scale = ControlScale::unit;
    fader.axis = "sefa-1";
    fader.id = control_binding_id(fader);
    state.controls.bindings = {fader};
    features.face.turn_axis("sefa-1", -90);
    frame();
    EXPECT_EQ(told(2), (Told{{"/1/fader3", 0}, {"/axis/mouth-open", -1}}));
}

TEST_F(OscFeedbackTest, TheSessionKeepsWhereTo) {
    features.osc_feedback.set_destination("studio.local:9001");
    EXPECT_EQ(session_from_json(session_to_json(state), "session.json").session.osc_settings.send_to,
              "studio.local:9001");
}

}  // namespace
}  // namespace progan
