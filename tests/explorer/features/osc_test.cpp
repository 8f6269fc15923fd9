// What messages of other programs do, without a window: liblo sends them over the loopback.
#include <gtest/gtest.h>
#include <lo/lo.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <type_traits>

#include "app/explorer/features/remote/osc_controller.h"
#include "app/explorer/features/remote/osc_name.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/shell/session/session.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/degree_slider.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/model_with_an_axis.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

class OscTest : public ::testing::Test {
  protected:
    OscTest() {
        test::open_model_with_an_axis(state, features, folder.path);
        // The history is read first.
        EXPECT_TRUE(test::frames_until(
            engine, features, [this] { return !state.history.empty(); }, [this] { frame(); }));
    }
    void listen() {
        state.osc.given = 0;  // any free port
        features.osc.deliver();
        ASSERT_GT(state.osc.port, 0);
        to = {lo_address_new("127.0.0.1", std::to_string(state.osc.port).c_str()), lo_address_free};
    }
    /// Sends it, and waits until it was heard, or refused.
    template <typename... Arguments>
    void send(const char* address, const char* types, Arguments... arguments) {
        const std::size_t before = state.osc.heard + state.osc.ignored;
        ASSERT_GT(lo_send(to.get(), address, types, arguments...), 0);
        const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (state.osc.heard + state.osc.ignored == before && std::chrono::steady_clock::now() < end) {
            features.osc.deliver();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        EXPECT_EQ(state.osc.heard + state.osc.ignored, before + 1) << address;
        frame();
    }
    void frame(double seconds = 0.02) {
        now += Seconds{seconds};
        features.history.observe(now, false, features.hands.take_turned());
    }
    double turn() const { return state.face.turns.contains("sefa-1") ? state.face.turns.at("sefa-1") : 0; }

    test::StateFolder folder{"osc"};
    Time now;
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [this] { return now; }};
    std::unique_ptr<std::remove_pointer_t<lo_address>, void (*)(lo_address)> to{nullptr, lo_address_free};
};

TEST(OscName, IsSmallLettersDigitsAndDashes) {
    EXPECT_EQ(osc_name("Hair length"), "hair-length");
    EXPECT_EQ(osc_name("  A - B: 2 "), "a-b-2");
    EXPECT_EQ(osc_name("笑顔"), "笑顔");
    EXPECT_EQ(osc_name("..."), "");
}

TEST_F(OscTest, ItIsOffUnlessAPersonSaysOtherwise) {
    EXPECT_FALSE(features.osc.deliver());
    EXPECT_EQ(state.osc.port, 0);
    EXPECT_FALSE(state.osc_settings.on);
    listen();
    EXPECT_FALSE(state.osc_settings.on) << "the command line's port is not kept";
    features.osc.set_on(false);
    features.osc.deliver();
    EXPECT_EQ(state.osc.port, 0);
}

TEST_F(OscTest, ASeedIsPickedAndIsAStepOfItsOwn) {
    listen();
    const std::size_t steps = state.history.size();
    send("/seed", "i", 7);
    EXPECT_EQ(state.face.base.seed, 7u);
    frame(1);
    send("/seed", "f", 8.0);
    EXPECT_EQ(state.face.base.seed, 8u);
    EXPECT_EQ(state.history.size(), steps + 2);
    features.history.undo();
    EXPECT_EQ(state.face.base.seed, 7u);
    const std::size_t heard = state.osc.heard;
    send("/seed", "i", -1);
    send("/seed", "f", 1.5);
    send("/seed", "s", "seven");
    send("/seed", "");
    EXPECT_EQ(state.osc.heard, heard);
    EXPECT_EQ(state.osc.ignored, 4u);
    EXPECT_EQ(state.face.base.seed, 7u);
}

TEST_F(OscTest, AnAxisStandsWhereItsSliderWouldAndOneSweepIsOneStep) {
    listen();
    const std::size_t steps = state.history.size();
    for (const double position : {0.1, 0.3, 0.5, -0.25}) {
        send("/axis/mouth-open", "f", position);
        EXPECT_FLOAT_EQ(static_cast<float>(turn()), degrees_at_position(static_cast<float>(position), 30));
    }
    EXPECT_EQ(state.history.size(), steps) << "it may go on";
    frame(10);
    EXPECT_EQ(state.history.size(), steps + 1);
    features.history.undo();
    EXPECT_EQ(turn(), 0);
    send("/axis/sefa-1", "f", 1.0);
    EXPECT_EQ(turn(), 90);
    send("/axis/mouth-open", "f", -7.0);
    EXPECT_EQ(turn(), -90);
    send("/axis/mouth-open", "f", 0.0);
    EXPECT_EQ(turn(), 0);
    send("/axis/nose", "f", 0.5);
    EXPECT_EQ(state.osc.ignored, 1u);
    features.face.toggle_axis_lock("sefa-1");
    send("/axis/mouth-open", "f", 0.5);
    EXPECT_EQ(turn(), 0) << "it is locked";
}

TEST_F(OscTest, ASeedAfterASweepDoesNotJoinIt) {
    listen();
    const std::size_t steps = state.history.size();
    send("/axis/mouth-open", "f", 0.5);
    send("/seed", "i", 9);
    EXPECT_EQ(state.history.size(), steps + 2);
    features.history.undo();
    EXPECT_GT(turn(), 0);
    features.history.undo();
    EXPECT_EQ(turn(), 0);
}

TEST_F(OscTest, AFloodOfSeedsSweepsAndFavouritesIsOneStep) {
    listen();
    features.favourites.keep_current();
    const std::size_t steps = state.history.size();
    for (int i = 0; i < 20; ++i) {
        send("/seed", "i", 100 + i);
        send("/axis/mouth-open", "f", 0.01 * i);
        send("/favourite/next", "");
    }
    frame(10);
    EXPECT_LE(state.history.size(), steps + 2) << "the first, and what followed it";
    const std::size_t then = state.history.size();
    send("/seed", "i", 500);
    frame(1);
    send("/seed", "i", 501);
    frame(1);
    EXPECT_EQ(state.history.size(), then + 2) << "at leisure, each is one";
}

TEST_F(OscTest, TheJourneyIsPlayedAndScrubbed) {
    listen();
    state.journey.keyframes.clear();
    send("/position", "f", 0.5);
    EXPECT_EQ(state.osc.ignored, 1u) << "there is none";
    state.journey = fresh_journey(state);
    const auto last = static_cast<double>(path_length(shown_journey(state)) - 1);
    for (const double part : {0.5, 0.0, 1.0, 3.0}) {
        send("/position", "f", part);
        EXPECT_EQ(state.timeline.playhead, std::round(std::min(part, 1.0) * last));
        EXPECT_EQ(state.follow, Follow::journey);
    }
    send("/play", "i", 1);
    EXPECT_TRUE(state.timeline.playing);
    send("/play", "i", 1);
    EXPECT_TRUE(state.timeline.playing);
    send("/play", "F");
    EXPECT_FALSE(state.timeline.playing);
}

TEST_F(OscTest, FavouritesFollowEachOtherRoundAndAKeyThatComesUpDoesNothing) {
    listen();
    for (const std::uint32_t seed : {3u, 4u, 5u}) {
        features.face.pick_seed(seed);
        features.favourites.keep_current();
    }
    const std::vector<Favourite> listed = features.favourites.selected_or_listed();
    features.face.pick_seed(99);
    frame();
    const auto shown = [&] { return state.face.base.latent; };
    send("/favourite/next", "");
    EXPECT_EQ(shown(), listed[0].latent);
    send("/favourite/next", "f", 1.0);
    EXPECT_EQ(shown(), listed[1].latent);
    send("/favourite/next", "f", 0.0);
    EXPECT_EQ(shown(), listed[1].latent);
    send("/favourite/previous", "");
    send("/favourite/previous", "");
    EXPECT_EQ(shown(), listed[2].latent);
    EXPECT_EQ(state.favourites_view.inspected, listed[2].id);
}

TEST_F(OscTest, WhatPlaysByItselfEnds) {
    listen();
    features.wander.start(1);
    ASSERT_TRUE(state.wander.walking);
    send("/axis/mouth-open", "f", 0.5);
    EXPECT_FALSE(state.wander.walking);
    features.favourites.keep_current();
    features.slideshow.toggle();
    ASSERT_TRUE(state.slideshow.playing);
    send("/seed", "i", 3);
    EXPECT_FALSE(state.slideshow.playing);
    send("/crossfade", "f", 1.5);
    EXPECT_EQ(state.stage_settings.fade, 1.5);
}

TEST_F(OscTest, ASessionRecordingHasWhatTheyDo) {
    listen();
    features.recording.toggle_take();
    ASSERT_TRUE(state.recording.taking);
    features.recording.tick(now);
    const std::int64_t samples = state.recording.samples;
    for (const double position : {0.2, 0.4, 0.6}) {
        send("/axis/mouth-open", "f", position);
        features.recording.tick(now);
    }
    EXPECT_EQ(state.recording.samples, samples + 3);
    features.recording.toggle_take();
}

TEST_F(OscTest, APortThatIsTakenIsToldOnceAndAnotherOneIsTried) {
    const OscReceiver taken(0, OscSenders::this_computer, [] {});
    state.osc.given = taken.port();
    for (int i = 0; i < 3; ++i) features.osc.deliver();
    EXPECT_EQ(state.osc.port, 0);
    EXPECT_NE(state.osc.problem.find("cannot listen for OSC on port " + std::to_string(taken.port())),
              std::string::npos);
    ASSERT_EQ(state.notifications.size(), 1u);
    EXPECT_EQ(state.notifications[0].text, state.osc.problem);
    listen();
    EXPECT_EQ(state.osc.problem, "");
}

TEST_F(OscTest, TheSessionKeepsWhatIsSet) {
    features.osc.set_port(9100);
    features.osc.set_on(true);
    features.osc.set_other_machines(true);
    const OscSettings again = session_from_json(session_to_json(state), "session.json").session.osc_settings;
    EXPECT_TRUE(again.on);
    EXPECT_TRUE(again.other_machines);
    EXPECT_EQ(again.port, 9100);
    features.osc.set_port(5);
    EXPECT_EQ(state.osc_settings.port, kMinOscPort);
}

}  // namespace
}  // namespace progan
