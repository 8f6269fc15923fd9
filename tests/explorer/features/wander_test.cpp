// Wandering without a window: what walks, what stays, what ends it, and what the history makes of it.
#include "app/explorer/features/wander/wander_controller.h"

#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "app/explorer/shell/commands/commands.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/shell/session/session.h"
#include "app/explorer/state/queries.h"
#include "core/latent/interpolation.h"
#include "core/latent/seeds.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

constexpr int kLatent = 64;
constexpr Seconds kFrame{1 / 60.0};

class WanderWindowlessTest : public ::testing::Test {
  protected:
    WanderWindowlessTest() {
        state.data_dir = folder.path;
        features.model_opened(test::plain_model(kLatent));
        for (const std::uint32_t seed : {100u, 101u}) {
            Axis axis;
            axis.id = "axis-" + std::to_string(seed);
            axis.name = axis.id;
            axis.direction = latent_from_seed(seed, kLatent, SeedMode::numpy);
            const double size = length(axis.direction);
            for (float& x : axis.direction) x = static_cast<float>(static_cast<double>(x) / size);
            state.axes.push_back(axis);
        }
        ++state.axes_given;
        EXPECT_TRUE(test::frames_until(
            engine, features, [&] { return !state.history.empty(); }, [&] { observe(); }));
    }
    void observe() { features.history.observe(now, state.wander.walking); }
    /// Frames of a window that shows the walk.
    void walk(int frames) {
        for (int i = 0; i < frames; ++i) {
            now += kFrame;
            wander.advance(kFrame);
            features.recording.tick(now);
            observe();
        }
    }
    double along(const Latent& direction) const {
        double sum = 0;
        const Latent z = current_latent(state);
        for (std::size_t i = 0; i < z.size(); ++i)
            sum += static_cast<double>(z[i]) * static_cast<double>(direction[i]);
        return sum;
    }
    std::string head() const { return state.history.step(state.history.head()).label; }

    test::StateFolder folder{"wander"};
    Time now;
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [this] { return now; }};
    WanderController& wander = features.wander;
    FaceActions& actions = features.face;
};

TEST_F(WanderWindowlessTest, AWalkIsOneStepOfTheHistory) {
    const Face before = state.face;
    const std::size_t steps = state.history.size();
    state.wander.pace = 30;
    wander.start(1);
    EXPECT_TRUE(state.wander.walking);
    walk(120);
    EXPECT_NEAR(state.wander.walked, 60, 1e-6);
    EXPECT_GT(angle_degrees(latent_of(before, state), current_latent(state)), 20);
    EXPECT_EQ(state.history.size(), steps);
    const Face there = state.face;
    EXPECT_TRUE(wander.end());
    EXPECT_FALSE(wander.end());
    observe();
    EXPECT_EQ(state.history.size(), steps + 1);
    EXPECT_EQ(head(), "Walk from Seed 38");
    EXPECT_EQ(state.face, there);
    features.history.undo();
    EXPECT_EQ(state.face, before);
    features.history.redo();
    EXPECT_EQ(state.face, there);
    // A walk from there has no longer name.
    wander.start(2);
    walk(2);
    EXPECT_EQ(state.face.base.name, "Walk from Seed 38");
}

TEST_F(WanderWindowlessTest, EachFrameIsASmallStepAndAHiddenWindowMakesNoLeap) {
    state.wander.pace = 30;
    wander.start(1);
    Latent last = current_latent(state);
    for (int i = 0; i < 600; ++i) {
        walk(1);
        const Latent z = current_latent(state);
        ASSERT_LT(angle_degrees(last, z), 2 * 30 / 60.0) << i;
        last = z;
    }
    wander.advance(Seconds{3600});
    EXPECT_LT(angle_degrees(last, current_latent(state)), 2 * 30 * 0.1);
}

TEST_F(WanderWindowlessTest, SlidersKeepTheirDegreesAndLocksWhatTheyHold) {
    actions.turn_slider(3, 25);
    actions.turn_axis("axis-100", -30);
    actions.turn_axis("axis-101", 15);
    actions.toggle_axis_lock("axis-101");
    actions.toggle_lock(5);
    const Face before = state.face;
    const Latent start = current_latent(state);
    Latent fifth(kLatent, 0.0f);
    fifth[5] = 1;
    const double component = along(fifth), axis = along(state.axes[1].direction);
    wander.start(4);
    for (int i = 0; i < 40; ++i) {
        walk(10);
        // A base was found to which the sliders lead back, in single precision.
        ASSERT_NEAR(along(fifth), component, 1e-4);
        ASSERT_NEAR(along(state.axes[1].direction), axis, 1e-4);
        ASSERT_NEAR(length(current_latent(state)), length(start), 1e-4);
    }
    EXPECT_EQ(state.face.degrees, before.degrees);
    EXPECT_EQ(state.face.turns, before.turns);
    EXPECT_GT(angle_degrees(start, current_latent(state)), 20);
}

TEST_F(WanderWindowlessTest, WithinReachAndAlongChosenSlidersOnly) {
    state.wander.reach = 10;
    state.wander.chosen_only = true;
    state.wander.axes = {"axis-100", "of another model"};
    const Latent start = current_latent(state);
    wander.start(5);
    ASSERT_TRUE(state.wander.walking);
    double farthest = 0;
    for (int i = 0; i < 900; ++i) {
        walk(1);
        farthest = std::max(farthest, angle_degrees(start, current_latent(state)));
    }
    EXPECT_LE(farthest, 10.01);
    EXPECT_GT(farthest, 4);
    // None that may be used: the person hears it.
    wander.end();
    actions.toggle_axis_lock("axis-100");
    wander.start(5);
    EXPECT_FALSE(state.wander.walking);
    EXPECT_NE(state.notifications.back().text.find("Tick a slider"), std::string::npos);
    for (std::size_t i = 0; i < kLatent; ++i) actions.toggle_lock(i);
    state.wander.chosen_only = false;
    wander.start(5);
    EXPECT_FALSE(state.wander.walking);
    EXPECT_NE(state.notifications.back().text.find("unlock a slider"), std::string::npos);
}

TEST_F(WanderWindowlessTest, AHandOnTheFaceEndsItWithAStepOfItsOwn) {
    const std::vector<std::function<void()>> hands{
        [&] { actions.pick_seed(7); }, [&] { actions.turn_slider(2, 20); },
        [&] { actions.turn_axis("axis-100", 12); }, [&] { actions.randomise_sliders(); },
        [&] {
            actions.show_latent({latent_from_seed(9, kLatent, SeedMode::numpy), 9u, "Nine"});
        }};
    for (std::size_t i = 0; i < hands.size(); ++i) {
        wander.start(6);
        walk(20);
        const Latent there = current_latent(state);
        const std::size_t steps = state.history.size();
        hands[i]();
        EXPECT_FALSE(state.wander.walking) << i;
        observe();
        EXPECT_EQ(state.history.size(), steps + 2) << i;
        features.history.undo();
        EXPECT_EQ(current_latent(state), there) << i;
    }
    wander.start(6);
    walk(20);
    actions.toggle_lock(1);
    EXPECT_FALSE(state.wander.walking);
}

TEST_F(WanderWindowlessTest, SoDoesWhateverElseShowsAnotherFace) {
    const std::vector<std::function<void()>> changes{[&] { state.center = CenterView::map; },
                                                     [&] { features.timeline.scrub(3); },
                                                     [&] { features.history.go_to(1); }};
    for (std::size_t i = 0; i < changes.size(); ++i) {
        wander.start(6);
        walk(20);
        EXPECT_EQ(state.center, CenterView::face);
        changes[i]();
        const Latent there = current_latent(state);
        walk(1);
        EXPECT_FALSE(state.wander.walking) << i;
        EXPECT_EQ(current_latent(state), there) << i;
    }
    wander.start(6);
    walk(20);
    features.model_opened(test::plain_model(32, 2));
    EXPECT_FALSE(state.wander.walking);
}

TEST_F(WanderWindowlessTest, KeysThatOnlyLookLetItWalk) {
    const Commands commands(state, features);
    const auto press = [&](int key, bool ctrl = false, bool shift = false) {
        EXPECT_TRUE(commands.press({.key = key, .ctrl = ctrl, .shift = shift}, {})) << key;
    };
    press(GLFW_KEY_W);
    walk(5);
    press(GLFW_KEY_T);
    press(GLFW_KEY_F);
    press(GLFW_KEY_F11, false, true);
    press(GLFW_KEY_R, true, true);  // records the session
    EXPECT_TRUE(state.wander.walking);
    walk(30);
    EXPECT_GT(state.recording.samples, 25);
    const std::size_t steps = state.history.size();
    press(GLFW_KEY_S, true);
    EXPECT_FALSE(state.wander.walking);
    observe();
    EXPECT_EQ(state.history.size(), steps + 1) << "the walk; keeping is no step";
    EXPECT_EQ(state.favourites.at(0).latent, current_latent(state));
    press(GLFW_KEY_W);
    walk(5);
    press(GLFW_KEY_Z, true);  // takes the walk back, and nothing else
    EXPECT_FALSE(state.wander.walking);
    EXPECT_EQ(state.favourites.size(), 1u);
    EXPECT_EQ(state.favourites.at(0).latent, current_latent(state));
    press(GLFW_KEY_W);
    walk(5);
    press(GLFW_KEY_W);
    EXPECT_FALSE(state.wander.walking);
}

TEST_F(WanderWindowlessTest, NewSettingsTurnTheWalkFromWhereItIs) {
    wander.start(7);
    walk(60);
    const Latent there = current_latent(state);
    wander.set_reach(20);
    EXPECT_TRUE(state.wander.walking);
    for (int i = 0; i < 600; ++i) {
        walk(1);
        ASSERT_LE(angle_degrees(there, current_latent(state)), 20.01);
    }
    wander.set_chosen_only(true);  // of none yet: it walks on as before
    walk(60);
    EXPECT_TRUE(state.wander.walking);
    EXPECT_GT(state.wander.walked, 100);
    wander.toggle_axis("axis-100");
    EXPECT_TRUE(state.wander.walking);
    EXPECT_EQ(state.wander.walked, 0);
    wander.set_pace(1e9);
    EXPECT_EQ(state.wander.pace, kMaxPace);
    wander.set_pace(std::nan(""));
    EXPECT_EQ(state.wander.pace, kMaxPace);
}

TEST_F(WanderWindowlessTest, TheSessionKeepsItsSettingsAndNotTheWalk) {
    state.wander.pace = 33;
    state.wander.reach = 25;
    state.wander.chosen_only = true;
    state.wander.axes = {"axis-100", "axis-101"};
    wander.start(1);
    ASSERT_TRUE(state.wander.walking);
    const RestoredSession restored = session_from_json(session_to_json(state), "session.json");
    EXPECT_TRUE(restored.problems.empty());
    EXPECT_EQ(restored.session.wander.pace, 33);
    EXPECT_EQ(restored.session.wander.reach, 25);
    EXPECT_TRUE(restored.session.wander.chosen_only);
    EXPECT_EQ(restored.session.wander.axes, state.wander.axes);
    EXPECT_FALSE(restored.session.wander.walking);
}

}  // namespace
}  // namespace progan
