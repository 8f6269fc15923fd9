// The map's controller without a display: what clicks, strokes and keys change, and when a map is restarted.
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <numeric>

#include "app/explorer/platform/window.h"
#include "app/explorer/shell/features.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"
#include "tests/explorer/window_time.h"

namespace progan {
namespace {

class MapControllerTest : public ::testing::Test {
  protected:
    MapControllerTest() {
        state.data_dir = folder.path;
        features.model_opened(test::plain_model());
        state.center = CenterView::map;
        map.tick({});
        EXPECT_TRUE(state.map.building);  // begun by itself
        auto made = std::make_shared<FaceMap>();
        made->side = 32;
        made->cells.resize(1024);
        std::iota(made->cells.rbegin(), made->cells.rend(), 0);  // cell c has the seed 1023 - c
        made->model_sha256 = state.model->sha256;
        state.map.map = made;
        state.map.building = false;
    }

    bool press(int key, unsigned character = 0, bool walking = false) {
        KeyPress press;
        press.key = key;
        press.character = character;
        return map.key(press, walking);
    }

    test::StateFolder folder{"map"};
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [] { return Time{}; }};
    FaceActions& actions = features.face;
    MapController& map = features.map;
};

TEST_F(MapControllerTest, AClickedCellsSeedIsTheFace) {
    map.go_to(23);
    EXPECT_EQ(state.face.base.seed, 1000u);
    EXPECT_EQ(state.face.base.latent, latent_from_seed(1000, test::kLatentSize, SeedMode::numpy));
    map.go_to(1024);  // there is no such cell
    map.go_to(-1);
    EXPECT_EQ(state.face.base.seed, 1000u);
}

TEST_F(MapControllerTest, AStrokeOnOneFaceIsNoJourney) {
    map.begin_stroke({0.5, 0.5});
    map.extend_stroke({0.502, 0.502});
    map.end_stroke();
    EXPECT_TRUE(state.map.stroke.empty());
    ASSERT_FALSE(state.notifications.empty());
    EXPECT_NE(state.notifications.back().text.find("across several faces"), std::string::npos);
}

TEST_F(MapControllerTest, AStrokeOverSeveralStaysAndEndsTheMode) {
    state.map.stroke_mode = true;
    map.begin_stroke({0.01, 0.01});
    for (int i = 1; i <= 20; ++i) map.extend_stroke({0.01 + i * 0.02, 0.01});
    map.end_stroke();
    EXPECT_FALSE(state.map.stroke_mode);
    ASSERT_GE(state.map.stroke_cells.size(), 5u);
    EXPECT_EQ(state.map.stroke_cells.front(), 0);
    EXPECT_EQ(state.map.stroke_cells.back(), 13);
    ASSERT_EQ(state.journey.keyframes.size(), state.map.stroke_cells.size());
    EXPECT_EQ(state.journey.keyframes.front().seed, 1023u);
    EXPECT_EQ(state.journey.keyframes.back().seed, 1023u - 13);
    map.forget_stroke();
    EXPECT_TRUE(state.map.stroke_cells.empty());
}

TEST_F(MapControllerTest, AnotherModelOrSeedModeIsAnotherMap) {
    state.settings.seed_mode = SeedMode::torch;
    map.tick(test::at(1));
    EXPECT_EQ(state.map.map, nullptr);
    EXPECT_TRUE(state.map.building);
    ModelReady other = test::plain_model();
    other.model.sha256 = std::string(64, 'e');
    features.model_opened(other);
    state.center = CenterView::face;
    map.tick(test::at(2));
    EXPECT_FALSE(state.map.building);  // until it is looked at
    state.center = CenterView::map;
    map.tick(test::at(3));
    EXPECT_TRUE(state.map.building);
    EXPECT_EQ(state.map.faces, kFirstMapFaces);
}

TEST_F(MapControllerTest, ACancelledMapIsNotBegunAgainByItself) {
    state.map.map = nullptr;
    state.map.building = true;
    map.cancel();
    EXPECT_TRUE(state.map.cancelling);
    // Without a generator the job waits, and is cancelled there.
    EXPECT_TRUE(test::frames_until(engine, features, [&] { return !state.map.building; }));
    map.tick(test::at(1));
    EXPECT_FALSE(state.map.building);
    EXPECT_TRUE(state.map.stopped);
    EXPECT_TRUE(state.notifications.empty());  // the map says it itself
}

TEST_F(MapControllerTest, KeysMoveAndZoomOnlyWhileTheMapIsSeen) {
    state.map.view = {false, 1, 0.5, 0.5, true};
    EXPECT_TRUE(press(GLFW_KEY_RIGHT));
    EXPECT_GT(state.map.view.center_x, 0.5);
    EXPECT_TRUE(press(GLFW_KEY_UP));
    EXPECT_LT(state.map.view.center_y, 0.5);
    EXPECT_TRUE(press(0, '+'));
    EXPECT_GT(state.map.view.zoom, 1);
    for (int i = 0; i < 100; ++i) press(0, '+');
    EXPECT_LE(state.map.view.zoom, largest_map_zoom(*state.map.map));
    EXPECT_FALSE(press(GLFW_KEY_RIGHT, 0, true));  // the keyboard walks over the widgets
    EXPECT_TRUE(press(GLFW_KEY_F));
    EXPECT_TRUE(state.map.view.fit);
    state.map.pointed = 5;
    EXPECT_TRUE(press(GLFW_KEY_ENTER));
    EXPECT_EQ(state.face.base.seed, 1018u);
    EXPECT_FALSE(press(GLFW_KEY_R));
    state.center = CenterView::face;
    EXPECT_FALSE(press(GLFW_KEY_F));
}

TEST_F(MapControllerTest, KeptSeedsAreMarkedUnlessTheyWereTurned) {
    map.go_to(40);
    features.favourites.keep_current();
    actions.turn_slider(2, 30);
    features.favourites.keep_current();
    map.tick(test::at(1));
    EXPECT_EQ(state.map.favourites, std::vector<int>{40});
}

/// A small map that was kept is read within a frame.
TEST(FaceMapViewOfAnEngine, AMapThatIsReadBetweenTwoFramesIsTakenAndNotBegunAgain) {
    test::StateFolder folder("map-between");
    AppState state;
    state.data_dir = folder.path;
    Engine engine{test::plain_engine_with_model()};
    Features features{state, engine, [] { return Time{}; }};
    engine.open_model("plain", "cpu");
    features.model_opened(test::plain_model());
    state.center = CenterView::map;
    features.map.tick({});
    ASSERT_TRUE(state.map.building);
    // No frame is drawn meanwhile.
    ASSERT_TRUE(test::frames_until(engine, features, [&] { return !state.map.building; }));
    features.map.tick(test::at(1));
    EXPECT_FALSE(state.map.building);
    ASSERT_NE(state.map.map, nullptr);
    EXPECT_EQ(state.map.map->cells.size(), 1024u);
}

}  // namespace
}  // namespace progan
