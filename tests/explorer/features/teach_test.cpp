// Teaching a slider and turning toward the favourites' middle, without a window.
#include "app/explorer/features/teach/teach_controller.h"
#include "app/explorer/shell/features.h"

#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <cmath>

#include "app/explorer/features/face/typicality.h"
#include "app/explorer/state/queries.h"
#include "core/axes/typicality.h"
#include "core/latent/rotation.h"
#include "core/latent/seeds.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"
#include "tests/explorer/window_time.h"

namespace progan {
namespace {

constexpr int kSize = 32;

class TeachTest : public ::testing::Test {
  protected:
    TeachTest() {
        state.data_dir = folder.path;
        features.model_opened(test::plain_model(kSize));
        actions.show(CenterView::teach);
        teach.tick({});
    }

    /// Answers by the sign of one component: that is what is taught.
    void answer(int examples, std::size_t component = 3) {
        for (int i = 0; i < examples; ++i)
            teach.sort(state.teach.stream.front()[component] > 0 ? TeachController::Side::more
                                                                 : TeachController::Side::less);
    }
    static Axis axis(const std::string& id, std::size_t component, double effect = 0) {
        Axis axis;
        axis.id = id;
        axis.name = "Axis " + id;
        axis.direction.assign(kSize, 0.0f);
        axis.direction[component] = 1;
        axis.effect = effect;
        return axis;
    }
    double along(const Latent& direction, std::size_t component) const {
        return static_cast<double>(direction[component]) / length(direction);
    }

    test::StateFolder folder{"teach"};
    Time now;
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [this] { return now; }};
    FaceActions& actions = features.face;
    TeachController& teach = features.teach;
};

TEST_F(TeachTest, TheDirectionAppearsWithAExampleASideAndImproves) {
    EXPECT_FALSE(state.teach.stream.empty());
    const Latent first = state.teach.stream.front();
    teach.sort(TeachController::Side::more);
    EXPECT_EQ(state.teach.more, std::vector<Latent>{first});
    EXPECT_NE(state.teach.stream.front(), first);
    EXPECT_TRUE(state.teach.direction.empty());
    teach.sort(TeachController::Side::less);
    EXPECT_EQ(state.teach.direction.size(), static_cast<std::size_t>(kSize));
    EXPECT_EQ(state.teach.taught.tested, 0);
    teach.clear_examples();
    EXPECT_TRUE(state.teach.direction.empty());
    answer(120);
    EXPECT_GT(along(state.teach.direction, 3), 0.75);
    EXPECT_EQ(state.teach.taught.tested, 120);
    EXPECT_GT(state.teach.taught.accuracy().value(), 0.75);
}

TEST_F(TeachTest, TakingBackBringsTheFaceBack) {
    const Latent first = state.teach.stream[0], second = state.teach.stream[1];
    teach.sort(TeachController::Side::more);
    teach.skip();
    EXPECT_EQ(state.teach.more.size(), 1u);
    teach.take_back();
    EXPECT_EQ(state.teach.stream.front(), second);
    EXPECT_EQ(state.teach.more.size(), 1u);
    teach.take_back();
    EXPECT_EQ(state.teach.stream.front(), first);
    EXPECT_TRUE(state.teach.more.empty());
    EXPECT_FALSE(teach.can_take_back());
    teach.take_back();  // nothing
}

TEST_F(TeachTest, KeysSort) {
    const auto press = [this](int key) { return teach.key({key, false, false, false, 0}); };
    EXPECT_TRUE(press(GLFW_KEY_RIGHT));
    EXPECT_TRUE(press(GLFW_KEY_M));
    EXPECT_TRUE(press(GLFW_KEY_LEFT));
    EXPECT_TRUE(press(GLFW_KEY_L));
    EXPECT_TRUE(press(GLFW_KEY_L));
    EXPECT_TRUE(press(GLFW_KEY_DOWN));
    EXPECT_TRUE(press(GLFW_KEY_SPACE));
    EXPECT_EQ(state.teach.more.size(), 2u);
    EXPECT_EQ(state.teach.less.size(), 3u);
    EXPECT_TRUE(press(GLFW_KEY_BACKSPACE));
    EXPECT_TRUE(press(GLFW_KEY_UP));
    EXPECT_TRUE(press(GLFW_KEY_UP));
    EXPECT_EQ(state.teach.less.size(), 2u);
    EXPECT_FALSE(press(GLFW_KEY_R));
    EXPECT_TRUE(press(GLFW_KEY_ENTER));
    EXPECT_EQ(state.axes.size(), 1u);
}

TEST_F(TeachTest, AFaceIsOnOneSideOnly) {
    const Latent face = latent_from_seed(5, kSize, SeedMode::numpy);
    teach.put(TeachController::Side::more, face);
    teach.put(TeachController::Side::more, face);
    EXPECT_EQ(state.teach.more.size(), 1u);
    teach.put(TeachController::Side::less, face);
    EXPECT_TRUE(state.teach.more.empty());
    EXPECT_EQ(state.teach.less.size(), 1u);
    teach.put(TeachController::Side::less, Latent(5, 1.0f));  // of another model
    EXPECT_EQ(state.teach.less.size(), 1u);
    const Latent asked = state.teach.stream.front();
    teach.put(TeachController::Side::less, asked);  // dragged: that is an answer, too
    EXPECT_NE(state.teach.stream.front(), asked);
    teach.take_back();
    EXPECT_EQ(state.teach.stream.front(), asked);
    EXPECT_EQ(state.teach.less.size(), 1u);
    teach.remove(TeachController::Side::less, 7);
    teach.remove(TeachController::Side::less, 0);
    EXPECT_TRUE(state.teach.less.empty());
}

TEST_F(TeachTest, TheSliderIsAnAxisThatFurtherExamplesImprove) {
    state.axes.push_back(axis("other", 9));
    teach.add_slider();  // nothing yet
    EXPECT_EQ(state.axes.size(), 1u);
    answer(20);
    state.teach.name = "  beard ";
    teach.add_slider();
    teach.add_slider();
    ASSERT_EQ(state.axes.size(), 2u);
    const Axis added = state.axes.front();
    EXPECT_EQ(added.name, "beard");
    EXPECT_EQ(added.method, AxisMethod::taught);
    EXPECT_TRUE(added.pinned);
    EXPECT_EQ(added.direction, state.teach.direction);
    EXPECT_EQ(added.more, state.teach.more);
    EXPECT_EQ(added.less, state.teach.less);
    EXPECT_EQ(added.accuracy, state.teach.taught.accuracy());
    EXPECT_FALSE(state.components_listed);
    const Latent before = current_latent(state);
    actions.turn_axis(added.id, 30);
    EXPECT_EQ(current_latent(state), rotate(before, added.direction, 30));
    answer(30);
    EXPECT_EQ(state.axes.front().more.size() + state.axes.front().less.size(), 50u);
    EXPECT_EQ(state.axes.front().direction, state.teach.direction);
    EXPECT_NE(state.axes.front().direction, added.direction);
    teach.rename(std::string(300, 'x'));  // no longer than the file that keeps it takes
    EXPECT_EQ(state.axes.front().name, std::string(100, 'x'));
    teach.rename("moustache");
    EXPECT_EQ(state.axes.front().name, "moustache");
    teach.clear_examples();  // the slider keeps what it was
    EXPECT_FALSE(state.axes.front().direction.empty());
}

TEST_F(TeachTest, ATaughtAxisOpensAgain) {
    answer(12);
    state.teach.name = "beard";
    teach.add_slider();
    const Axis added = state.axes.front();
    teach.begin_new();
    EXPECT_TRUE(state.teach.more.empty());
    EXPECT_EQ(state.axes.front(), added);
    answer(4);
    teach.open_axis(added.id);
    EXPECT_EQ(state.teach.more, added.more);
    EXPECT_EQ(state.teach.name, "beard");
    EXPECT_EQ(state.axes.front(), added);
}

TEST_F(TeachTest, UndoOfTheExamplesAndOfTheSliderIsFollowed) {
    answer(12);
    teach.add_slider();
    const std::vector<Axis> earlier = state.axes;
    answer(3);
    EXPECT_EQ(state.teach.more.size() + state.teach.less.size(), 15u);
    state.axes = earlier;
    teach.tick(test::at(1));
    EXPECT_EQ(state.teach.more, earlier[0].more);
    EXPECT_EQ(state.teach.direction, earlier[0].direction);
    EXPECT_EQ(state.axes, earlier);  // following makes no new change
    state.axes.clear();
    teach.tick(test::at(2));
    EXPECT_TRUE(state.teach.axis.empty());
    EXPECT_EQ(state.teach.more, earlier[0].more);
    teach.add_slider();
    EXPECT_EQ(state.axes.size(), 1u);
}

TEST_F(TeachTest, LockedAxesAreLeftAlone) {
    state.axes = {axis("a", 3), axis("b", 4), axis("c", 5)};
    answer(40);
    EXPECT_GT(along(state.teach.direction, 3), 0.3);
    EXPECT_TRUE(state.teach.leakages.empty());
    actions.toggle_axis_lock("a");
    actions.toggle_axis_lock("c");
    teach.tick(test::at(1));
    EXPECT_NEAR(along(state.teach.direction, 3), 0, 1e-6);
    EXPECT_NEAR(along(state.teach.direction, 5), 0, 1e-6);
    ASSERT_EQ(state.teach.leakages.size(), 2u);
    EXPECT_EQ(state.teach.leakages[0].name, "Axis a");
    EXPECT_GT(state.teach.leakages[0].before, 0.3);
    EXPECT_LT(state.teach.leakages[0].after, 0.1);
    // Elsewhere a lock does not change a slider that is done.
    teach.add_slider();
    const Latent direction = state.axes.front().direction;
    actions.show(CenterView::face);
    actions.toggle_axis_lock("b");
    teach.tick(test::at(2));
    EXPECT_EQ(state.axes.front().direction, direction);
    actions.show(CenterView::teach);
    teach.tick(test::at(3));
    EXPECT_NEAR(along(state.axes.front().direction, 4), 0, 1e-6);
}

TEST_F(TeachTest, WhenNothingIsLeftThereIsASentence) {
    for (std::size_t i = 0; i < kSize; ++i) {
        state.axes.push_back(axis("x" + std::to_string(i), i));
        state.locked_axes.insert("x" + std::to_string(i));
    }
    answer(10);
    EXPECT_TRUE(state.teach.direction.empty());
    EXPECT_NE(state.teach.problem.find("nothing remains"), std::string::npos);
    state.locked_axes.clear();
    teach.tick(test::at(1));
    EXPECT_TRUE(state.teach.problem.empty());
    EXPECT_FALSE(state.teach.direction.empty());
}

TEST_F(TeachTest, MeasuredAxesMakeFewExamplesSayMore) {
    answer(12);
    const double before = along(state.teach.direction, 3);
    for (std::size_t i = 0; i < 6; ++i) state.axes.push_back(axis("sefa-" + std::to_string(i), i, 1));
    teach.tick(test::at(1));
    EXPECT_GT(along(state.teach.direction, 3), before + 0.05);
}

TEST_F(TeachTest, AnotherModelBeginsAnew) {
    answer(10);
    ModelReady other = test::plain_model(kSize, 2);
    other.model.sha256 = std::string(64, 'b');
    features.model_opened(other);
    teach.tick(test::at(1));
    EXPECT_TRUE(state.teach.more.empty());
    EXPECT_TRUE(state.teach.direction.empty());
}

TEST_F(TeachTest, TypicalityTurnsTheFaceTowardTheFavouritesMiddle) {
    EXPECT_NE(typicality_of(state).unusable.find("Keep at least two faces"), std::string::npos);
    actions.pick_seed(100);
    features.favourites.keep_current();
    actions.pick_seed(7);  // the middle of one would be that one
    EXPECT_NE(typicality_of(state).unusable.find("Keep at least two faces"), std::string::npos);
    state.favourites.clear();
    std::vector<Latent> kept;
    for (const std::uint32_t seed : {101u, 102u, 103u}) {
        actions.pick_seed(seed);
        features.favourites.keep_current();
        kept.push_back(current_latent(state));
    }
    Favourite other = state.favourites.front();  // of another model: does not count
    other.model_sha256 = std::string(64, 'c');
    other.latent = latent_from_seed(9, kSize, SeedMode::numpy);
    state.favourites.push_back(other);
    actions.pick_seed(7);
    const Typicality before = typicality_of(state);
    EXPECT_EQ(before.favourites, 3);
    EXPECT_EQ(before.mean, mean_direction(kept));
    EXPECT_TRUE(before.unusable.empty());
    const Latent start = state.face.base.latent;
    set_typicality(state, actions, before.degrees + 25);
    EXPECT_NEAR(typicality_of(state).degrees, before.degrees + 25, 1e-3);
    EXPECT_NEAR(angle_degrees(start, state.face.base.latent), 25, 1e-2);
    EXPECT_FALSE(state.face.base.seed);
    EXPECT_NE(state.face.base.name.find("Seed 7, typicality"), std::string::npos);
    set_typicality(state, actions, 500);
    EXPECT_NEAR(typicality_of(state).degrees, kMaxTypical, 1e-2);
    set_typicality(state, actions, before.degrees);  // and back, on the same circle
    EXPECT_NEAR(angle_degrees(start, state.face.base.latent), 0, 1e-2);
    EXPECT_EQ(state.face.base.name.find(", typicality"), state.face.base.name.rfind(", typicality"));
}

TEST_F(TeachTest, TheMiddleItselfCannotBeTurned) {
    for (const std::uint32_t seed : {101u, 102u}) {
        actions.pick_seed(seed);
        features.favourites.keep_current();
    }
    state.face.base.latent = typicality_of(state).mean;
    EXPECT_NE(typicality_of(state).unusable.find("is already the average of your favourites"),
              std::string::npos);
    const Latent before = state.face.base.latent;
    set_typicality(state, actions, 0);
    EXPECT_EQ(state.face.base.latent, before);
}

}  // namespace
}  // namespace progan
