// What clicks change, without a window: the state before and after.
#include "app/explorer/shell/features.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "app/explorer/shell/session/session.h"
#include "app/explorer/state/queries.h"
#include "core/latent/rotation.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

class ActionsTest : public ::testing::Test {
  protected:
    ActionsTest() {
        state.data_dir = folder.path;
        features.model_opened(test::plain_model());
    }

    test::StateFolder folder{"actions"};
    Time now;
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [this] { return now; }};
    FaceActions& actions = features.face;
};

TEST_F(ActionsTest, AModelBringsAFaceAndAWay) {
    EXPECT_EQ(state.face.base.seed, 38u);
    EXPECT_EQ(state.face.base.latent, latent_from_seed(38, test::kLatentSize, SeedMode::numpy));
    ASSERT_EQ(state.journey.keyframes.size(), 2u);
    EXPECT_EQ(state.journey.keyframes[0].seed, 38u);
    EXPECT_EQ(state.journey.keyframes[1].seed, 26u);
    EXPECT_EQ(state.follow, Follow::sliders);
    EXPECT_EQ(current_latent(state), state.face.base.latent);
}

TEST_F(ActionsTest, SlidersTurnTheFace) {
    const Latent before = current_latent(state);
    actions.turn_slider(3, 30);
    EXPECT_NEAR(angle_degrees(before, current_latent(state)), 30, 1e-3);
    actions.reset_slider(3);
    EXPECT_EQ(current_latent(state), before);
}

TEST_F(ActionsTest, TheFaceBeforeIsThatWithoutItsSliders) {
    const auto shown = [&] { return request_from_state(state)->latents.at(0); };
    EXPECT_TRUE(latent_before_sliders(state).empty()) << "no slider is turned";
    const Latent plain = current_latent(state);
    actions.turn_slider(3, 30);
    const Latent turned = current_latent(state);
    EXPECT_EQ(latent_before_sliders(state), plain);
    EXPECT_EQ(shown(), turned);
    state.before = true;
    EXPECT_EQ(shown(), plain);
    EXPECT_EQ(current_latent(state), turned) << "what is kept, copied and recorded stays";
    actions.reset_slider(3);
    EXPECT_EQ(shown(), plain);
    actions.turn_slider(3, 30);
    state.follow = Follow::journey;
    EXPECT_TRUE(latent_before_sliders(state).empty());
    EXPECT_EQ(shown(), current_latent(state));
}

TEST_F(ActionsTest, OutOfRangeDegreesAreClampedAndNaNIsZero) {
    actions.turn_slider(0, 1000);
    EXPECT_EQ(state.face.degrees[0], 90);
    actions.turn_slider(0, std::nanf(""));
    EXPECT_EQ(state.face.degrees[0], 0);
    actions.turn_slider(999, 10);  // no such slider
}

TEST_F(ActionsTest, LockedSlidersKeepTheirDegrees) {
    actions.turn_slider(2, 25);
    actions.toggle_lock(2);
    actions.turn_slider(2, 10);
    actions.reset_sliders();
    EXPECT_EQ(state.face.degrees[2], 25);
    actions.randomise_sliders();
    EXPECT_EQ(state.face.degrees[2], 25);
    EXPECT_NE(state.face.degrees[3], 0);
    actions.pick_seed(4);
    EXPECT_EQ(state.face.degrees[2], 25);
    EXPECT_EQ(state.face.degrees[3], 0);
}

TEST_F(ActionsTest, StepSeedStopsAtTheEnds) {
    actions.pick_seed(0);
    actions.step_seed(-1);
    EXPECT_EQ(state.face.base.seed, 0u);
    actions.pick_seed(kMaxSeed);
    actions.step_seed(1);
    EXPECT_EQ(state.face.base.seed, kMaxSeed);
}

TEST_F(ActionsTest, AFavouriteIsTheFaceUnderTheHand) {
    actions.turn_slider(1, 20);
    features.favourites.keep_current();
    ASSERT_EQ(state.favourites.size(), 1u);
    EXPECT_EQ(state.favourites[0].latent, current_latent(state));
    EXPECT_FALSE(state.favourites[0].seed);
    actions.pick_seed(9);
    features.favourites.keep_current();
    EXPECT_EQ(state.favourites[1].seed, 9u);
    features.favourites.open(state.favourites[0].id);
    EXPECT_EQ(current_latent(state), state.favourites[0].latent);
}

TEST_F(ActionsTest, DeleteAndUndo) {
    for (std::uint32_t seed : {1u, 2u, 3u}) {
        actions.pick_seed(seed);
        features.favourites.keep_current();
    }
    const std::vector<Favourite> before = state.favourites;
    features.favourites.remove(before[1].id);
    EXPECT_EQ(state.favourites.size(), 2u);
    features.favourites.undo_change();
    EXPECT_EQ(state.favourites, before);
    features.favourites.undo_change();  // nothing left to undo
    EXPECT_EQ(state.favourites.size(), 3u);
}

TEST_F(ActionsTest, AnotherLatentSizeStartsAnewFromTheSeed) {
    actions.pick_seed(7);
    features.favourites.keep_current();
    features.model_opened(test::plain_model(16, 2));
    EXPECT_EQ(state.face.base.latent.size(), 16u);
    EXPECT_EQ(state.face.base.seed, 7u);
    EXPECT_EQ(state.locked.size(), 16u);
    ASSERT_EQ(state.journey.keyframes.size(), 2u);
    for (const Keyframe& key : state.journey.keyframes) EXPECT_EQ(key.latent.size(), 16u);
    const Face before = state.face;
    features.favourites.open(state.favourites[0].id);  // does not fit: a sentence, and nothing changes
    EXPECT_EQ(state.face, before);
    ASSERT_FALSE(state.notifications.empty());
    EXPECT_NE(state.notifications.back().text.find("8 numbers"), std::string::npos);
}

TEST_F(ActionsTest, FavouritesAreOnDiskWhenTheEngineIsGone) {
    {
        Engine other{test::plain_engine()};
        Features saving_features{state, other, [] { return Time{}; }};
        saving_features.favourites.keep_current();
        saving_features.favourites.rename(state.favourites[0].id, "笑顔", "smile, first");
    }
    const LoadedFavourites loaded = load_favourites(favourites_path(state));
    ASSERT_EQ(loaded.favourites.size(), 1u);
    EXPECT_EQ(loaded.favourites[0].name, "笑顔");
    EXPECT_EQ(loaded.favourites[0].tags, (std::vector<std::string>{"smile", "first"}));
    EXPECT_EQ(loaded.favourites[0].latent, state.favourites[0].latent);
}

TEST(ActionsWithoutModel, NothingCrashes) {
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [] { return Time{}; }};
    FaceActions& actions = features.face;
    actions.pick_seed(1);
    actions.random_seed();
    actions.turn_slider(0, 1);
    actions.reset_sliders();
    actions.randomise_sliders();
    actions.toggle_lock(0);
    actions.keep_journey_face();
    features.favourites.keep_current();
    features.favourites.undo_change();
    features.recording.start();
    EXPECT_TRUE(state.favourites.empty());
    EXPECT_FALSE(request_from_state(state));
}

}  // namespace
}  // namespace progan
