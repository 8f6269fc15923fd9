// The newcomer's card and its tour, without a window.
#include "app/explorer/shell/features.h"

#include <gtest/gtest.h>

#include "app/explorer/shell/session/session.h"
#include "app/explorer/shell/startup.h"
#include "core/files/atomic_file.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

class WelcomeTest : public ::testing::Test {
  protected:
    WelcomeTest() {
        state.data_dir = folder.path;
        features.model_opened(test::plain_model());
        for (const char* id : {"first", "second"}) {
            Axis axis;
            axis.id = axis.name = id;
            axis.direction.assign(test::kLatentSize, 0.0f);
            axis.direction[state.axes.size()] = 1;
            state.axes.push_back(axis);
        }
        features.welcome.show();
        // Until the history has been looked for, nothing is a step.
        EXPECT_TRUE(test::frames_until(
            engine, features, [this] { return !state.history.empty(); },
            [this] { features.history.observe(now, false); }));
    }
    /// Frames until the time, which ends each as the window does.
    void play_until(Seconds end) {
        for (; now < Time{end}; now += Seconds{1.0 / 30}) {
            features.tick(now);
            features.history.observe(now, features.welcome.sweeping());
        }
    }
    float degrees(const char* axis) const {
        const auto turn = state.face.turns.find(axis);
        return turn == state.face.turns.end() ? 0 : turn->second;
    }

    test::StateFolder folder{"welcome"};
    Time now;
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [this] { return now; }};
};

TEST_F(WelcomeTest, EachMarkIsTickedByWhatItSays) {
    features.welcome.tick(now);
    EXPECT_FALSE(state.welcome.random || state.welcome.turned || state.welcome.kept);
    features.face.random_seed();
    features.welcome.tick(now);
    EXPECT_TRUE(state.welcome.random);
    EXPECT_FALSE(state.welcome.turned || state.welcome.kept);
    features.face.turn_axis("first", 10);
    features.welcome.tick(now);
    EXPECT_TRUE(state.welcome.turned);
    EXPECT_FALSE(state.welcome.kept);
    features.favourites.keep_current();
    features.welcome.tick(now);
    EXPECT_TRUE(state.welcome.kept);
}

TEST_F(WelcomeTest, OnceAllIsDoneItSaysSoForAMomentAndLeaves) {
    features.face.random_seed();
    features.face.turn_axis("first", 10);
    features.welcome.tick(now);
    EXPECT_FALSE(features.welcome.done());
    EXPECT_FALSE(features.welcome.next_tick());
    features.favourites.keep_current();
    features.welcome.tick(now);
    EXPECT_TRUE(features.welcome.done());
    EXPECT_EQ(features.welcome.next_tick(), now + WelcomeController::kFarewell);
    now += WelcomeController::kFarewell - Seconds{0.1};
    features.welcome.tick(now);
    EXPECT_TRUE(state.welcome.open);
    now += Seconds{0.2};
    features.welcome.tick(now);
    EXPECT_FALSE(state.welcome.open);
    features.welcome.tick(now);
    EXPECT_FALSE(features.welcome.next_tick());
}

TEST_F(WelcomeTest, WhatWasDoneBeforeTicksNothing) {
    features.welcome.close();
    features.face.random_seed();
    features.welcome.tick(now);
    features.welcome.show();
    features.welcome.tick(now);
    EXPECT_FALSE(state.welcome.random);
}

TEST_F(WelcomeTest, TheTourDoesEverythingItSaysInHalfAMinute) {
    features.welcome.start_tour();
    EXPECT_TRUE(state.welcome.touring);
    play_until(Seconds{6});
    EXPECT_EQ(state.done.random_seeds, 3u);
    play_until(Seconds{8});
    EXPECT_GT(degrees("first"), 5);
    EXPECT_EQ(state.axes_list.chosen, "first");
    EXPECT_NE(state.welcome.caption.find("first"), std::string::npos);
    play_until(Seconds{15});
    EXPECT_NE(degrees("second"), 0);
    play_until(Seconds{18.2});
    EXPECT_EQ(degrees("second"), 0) << "undone";
    play_until(Seconds{24});
    EXPECT_NE(degrees("second"), 0) << "done again";
    EXPECT_EQ(state.favourites.size(), 1u);
    play_until(Seconds{27});
    EXPECT_EQ(state.center, CenterView::grid);
    play_until(WelcomeController::kTourLength + Seconds{1});
    EXPECT_FALSE(state.welcome.touring);
    EXPECT_EQ(state.center, CenterView::face);
    EXPECT_TRUE(state.welcome.open);
    EXPECT_FALSE(state.welcome.random || state.welcome.turned || state.welcome.kept)
        << "the tour ticks nothing for a person";
}

TEST_F(WelcomeTest, WithReducedMotionTheTourTurnsSlidersAtOnce) {
    state.reduced_motion = true;
    features.welcome.start_tour();
    play_until(Seconds{6.2});
    const float turned = degrees("first");
    EXPECT_GT(turned, 5);
    EXPECT_FALSE(features.welcome.sweeping());
    play_until(Seconds{11});
    EXPECT_EQ(degrees("first"), turned);
    play_until(Seconds{18.2});
    EXPECT_EQ(degrees("second"), 0) << "undone";
    play_until(Seconds{20});
    EXPECT_NE(degrees("second"), 0) << "done again";
}

TEST_F(WelcomeTest, AHandEndsTheTourAndItsChangesCanBeUndone) {
    play_until(Seconds{0.1});
    const Face before = state.face;
    features.welcome.start_tour();
    play_until(Seconds{7.5});
    const Face face = state.face;
    EXPECT_TRUE(features.welcome.sweeping());
    EXPECT_TRUE(features.welcome.end_tour());
    EXPECT_FALSE(features.welcome.end_tour());
    EXPECT_FALSE(features.welcome.sweeping());
    play_until(Seconds{12});
    EXPECT_EQ(state.face, face) << "it stays where it was";
    while (features.history.can_undo()) features.history.undo();
    EXPECT_EQ(state.face, before);
}

TEST_F(WelcomeTest, TheTourDoesWithoutSliders) {
    state.axes.clear();
    features.welcome.start_tour();
    play_until(WelcomeController::kTourLength + Seconds{1});
    EXPECT_FALSE(state.welcome.touring);
    EXPECT_TRUE(state.face.turns.empty());
}

TEST_F(WelcomeTest, TheSessionKeepsTheCardAndItsMarksButNoTour) {
    state.welcome.random = true;
    features.welcome.start_tour();
    const SessionState kept = session_from_json(session_to_json(state), "session").session;
    EXPECT_TRUE(kept.welcome.open);
    EXPECT_TRUE(kept.welcome.random);
    EXPECT_FALSE(kept.welcome.kept);
    EXPECT_FALSE(kept.welcome.touring);
}

TEST(WelcomeAtStartTest, OnlyTheVeryFirstStartShowsIt) {
    const test::StateFolder folder("first-start");
    AppOptions options;
    options.data_dir = folder.path;
    const WindowClaim claim(folder.path);
    AppState first = state_at_start(options, claim);
    EXPECT_TRUE(first.welcome.open);
    first.welcome.open = false;
    write_file_atomically(session_path(first), session_to_json(first));
    EXPECT_FALSE(state_at_start(options, claim).welcome.open);
    // A session of a version that knew no card.
    write_file_atomically(session_path(first), std::string_view("{\"version\": 2}"));
    EXPECT_FALSE(state_at_start(options, claim).welcome.open);
}

}  // namespace
}  // namespace progan
