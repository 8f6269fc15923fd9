// The view of the channels and the edits of a face, without a window.
#include "app/explorer/features/layers/layers_controller.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/explorer/features/layers/channel_pictures.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/shell/session/session.h"
#include "app/explorer/state/face_json.h"
#include "app/explorer/state/queries.h"
#include "core/image/difference.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

class LayersTest : public ::testing::Test {
  protected:
    LayersTest() {
        state.data_dir = folder.path;
        engine.open_model("plain", "cpu");
        until([this] { return state.model.has_value(); });
        features.face.pick_seed(3);
    }
    bool until(const std::function<bool()>& condition) {
        return test::frames_until(
            engine, features, condition, [this] { layers.tick(now); },
            [this](const Event& event) {
                if (const auto* ready = std::get_if<ModelReady>(&event)) features.model_opened(*ready);
            });
    }
    bool has_maps() const { return state.layers.maps != nullptr; }

    test::StateFolder folder{"layers"};
    Time now;
    AppState state;
    Engine engine{test::plain_engine_with_model()};
    Features features{state, engine, [this] { return now; }};
    LayersController& layers = features.layers;
};

TEST_F(LayersTest, AsksForNothingUntilItIsSeen) {
    layers.tick(now);
    const std::uint64_t before = engine.supersede(Purpose::pair);
    layers.tick(now);
    EXPECT_EQ(engine.supersede(Purpose::pair), before + 1) << "something was asked for in between";
    EXPECT_FALSE(has_maps());
    state.center = CenterView::layers;
    EXPECT_TRUE(until([&] { return has_maps() && state.layers.surveys.contains(2); }));
    EXPECT_EQ(state.layers.maps->level, 2) << "the model has no level 3: its last";
    EXPECT_EQ(state.layers.surveys.at(2).never_acting(), 1);
    EXPECT_EQ(state.layers.surveys.at(2).faces, 48);
    state.center = CenterView::face;
    layers.tick(now);
    EXPECT_FALSE(has_maps());
}

TEST_F(LayersTest, MapsAreMadeForAnotherFaceAndForEditsBelowAlone) {
    state.center = CenterView::layers;
    layers.set_level(1);
    ASSERT_TRUE(until([&] { return has_maps(); }));
    const auto made = [&] { return state.layers.maps_version; };
    std::uint64_t before = made();
    layers.set_strength(2, 0);  // of this level: its maps are what arrives there
    layers.tick(now);
    features.face.set_channel(2, 1, 0.5f);
    layers.tick(now);
    features.face.set_channel(0, 1, 0.5f);  // below
    ASSERT_TRUE(until([&] { return made() > before; }));
    EXPECT_EQ(made(), before + 1);
    before = made();
    features.face.pick_seed(4);
    EXPECT_TRUE(until([&] { return made() > before; }));
}

TEST_F(LayersTest, ADeviceWithoutFeaturesIsNotAsked) {
    state.shows_features = false;
    state.center = CenterView::layers;
    layers.tick(now);
    EXPECT_FALSE(layers.failed(1, "no"));
    EXPECT_TRUE(state.layers.problem.empty());
}

TEST_F(LayersTest, EditsBelongToTheFaceAndCanBeHeld) {
    layers.set_level(1);
    layers.set_strength(3, 0.5f);
    features.face.set_channel(2, 0, 7);  // at most 2
    features.face.set_channel(2, 4, 0);  // the model has no such channel
    features.face.set_channel(5, 0, 0);  // nor level
    const ChannelEdits edits{{1, 3, 0.5f}, {2, 0, 2}};
    EXPECT_EQ(current_edits(state), edits);
    EXPECT_EQ(layers.edited_in(1), 1);
    EXPECT_EQ(request_from_state(state)->edits_of(0), edits);
    features.face.name_edit("without glasses");
    EXPECT_EQ(current_face(state).name, "Seed 3, without glasses");
    EXPECT_TRUE(has_before(state));
    state.before = true;
    EXPECT_TRUE(request_from_state(state)->edits_of(0).empty());
    state.before = false;
    features.face.hold_edits(true);
    features.face.pick_seed(9);
    EXPECT_EQ(current_edits(state), edits);
    EXPECT_EQ(state.face.base.edit_name, "without glasses");
    features.face.hold_edits(false);
    features.face.pick_seed(3);
    EXPECT_TRUE(current_edits(state).empty());
    EXPECT_EQ(current_face(state).name, "Seed 3");
    EXPECT_FALSE(has_before(state));
}

TEST_F(LayersTest, EachGestureIsAStepOfTheHistory) {
    features.history.observe(now, false);
    const RenderRequest before = *request_from_state(state);
    layers.set_level(2);
    layers.set_strength(1, 0.4f);
    features.history.observe(now, false);
    EXPECT_EQ(features.history.undo_label(), "Channel 1 of 16 x 16: 40 %");
    features.face.name_edit("dark");
    features.history.observe(now, false);
    EXPECT_EQ(features.history.undo_label(), "Named the edit \"dark\"");
    features.face.reset_channels();
    features.history.observe(now, false);
    EXPECT_EQ(features.history.undo_label(), "Reset the channels");
    features.history.undo();
    EXPECT_EQ(current_edits(state), (ChannelEdits{{2, 1, 0.4f}}));
    EXPECT_EQ(state.face.base.edit_name, "dark");
    features.history.undo();
    features.history.undo();
    EXPECT_EQ(*request_from_state(state), before);
}

TEST_F(LayersTest, FavouritesOfOneLatentWithOtherEditsAreTwo) {
    features.favourites.keep_current();
    features.face.set_channel(0, 2, 0);
    features.face.name_edit("bald");
    features.favourites.keep_current();
    features.favourites.keep_current();  // kept already
    ASSERT_EQ(state.favourites.size(), 2u);
    EXPECT_TRUE(state.favourites[0].edits.empty());
    EXPECT_EQ(state.favourites[1].edits, (ChannelEdits{{0, 2, 0.0f}}));
    EXPECT_EQ(state.favourites[1].name, "Seed 3, bald");
    EXPECT_EQ(state.favourites[1].edit_name, "bald");
    features.favourites.open(state.favourites[0].id);
    EXPECT_TRUE(current_edits(state).empty());
    features.favourites.open(state.favourites[1].id);
    EXPECT_EQ(current_edits(state), (ChannelEdits{{0, 2, 0.0f}}));
    EXPECT_EQ(current_face(state).name, "Seed 3, bald") << "the edit is named once";
    features.timeline.add(features.timeline.favourite_face(state.favourites[1].id));
    EXPECT_TRUE(std::any_of(state.journey.keyframes.begin(), state.journey.keyframes.end(),
                            [](const Keyframe& key) { return !key.edits.empty(); }));
}

TEST_F(LayersTest, AFaceOfAnotherModelKeepsTheEditsThatFit) {
    NamedLatent face = current_face(state);
    face.edits = {{0, 1, 0.5f}, {2, 100, 0}};
    features.face.show_latent(face);
    EXPECT_EQ(current_edits(state), (ChannelEdits{{0, 1, 0.5f}}));
    EXPECT_EQ(state.notifications.back().text, "1 edited channel is left out: this model does not have it.");
}

TEST_F(LayersTest, TheFileOfAFaceHasItsEdits) {
    Face face = state.face;
    EXPECT_FALSE(face_to_json(face).contains("edits"));
    face.base.edits = {{1, 2, 0.1f}};
    face.base.edit_name = "x";
    const nlohmann::json of_face = face_to_json(face), of_latent = named_latent_to_json(face.base);
    EXPECT_EQ(face_from_json(JsonReader(of_face, "f")), face);
    EXPECT_EQ(named_latent_from_json(JsonReader(of_latent, "f")), face.base);
}

ChannelMaps two_maps() {
    ChannelMaps maps;
    maps.level = 0;
    maps.side = maps.tile = 4;
    maps.channels = 2;
    for (int i = 0; i < 16; ++i) maps.tiles.push_back(static_cast<float>(i));
    for (int i = 0; i < 16; ++i) maps.tiles.push_back(100.0f + static_cast<float>(i));
    maps.ranges = {{0, 15, 3}, {100, 115, 4}};
    return maps;
}

std::array<std::uint8_t, 3> pixel(const Image& image, int x, int y) {
    const std::size_t at = static_cast<std::size_t>(y * image.width + x) * 3;
    return {image.rgb[at], image.rgb[at + 1], image.rgb[at + 2]};
}

TEST(ChannelPictures, MapsHaveTheirOwnScaleOrOneForAll) {
    const ChannelMaps maps = two_maps();
    const ChannelSheet own = channel_sheet(maps, ChannelScale::own);
    EXPECT_EQ(own.columns, 2);
    EXPECT_EQ(own.tile, 64);
    EXPECT_EQ(own.image.width, 128);
    EXPECT_EQ(own.image.height, 64);
    EXPECT_EQ(pixel(own.image, 0, 0), heat_color(0));
    EXPECT_EQ(pixel(own.image, 63, 63), heat_color(1));
    EXPECT_EQ(pixel(own.image, 64, 0), heat_color(0));
    EXPECT_EQ(pixel(own.image, 127, 63), heat_color(1));
    EXPECT_EQ(pixel(own.image, 16, 15), pixel(own.image, 31, 0)) << "a pixel of the map is a square";
    const ChannelSheet common = channel_sheet(maps, ChannelScale::common);
    EXPECT_EQ(pixel(common.image, 0, 0), heat_color(0));
    EXPECT_NE(pixel(common.image, 63, 63), heat_color(1));
    EXPECT_EQ(pixel(common.image, 127, 63), heat_color(1));
}

TEST(ChannelPictures, TheOverlayIsBrightestWhereTheChannelActs) {
    Image face(8, 8);
    std::fill(face.rgb.begin(), face.rgb.end(), std::uint8_t{200});
    const Image image = channel_overlay(face, two_maps(), 0);
    EXPECT_EQ(pixel(image, 0, 0)[1], 50);  // a quarter of its light
    EXPECT_GT(pixel(image, 7, 7)[1], 200);
    for (int y = 1; y < 8; ++y) EXPECT_GT(pixel(image, 4, y)[1], pixel(image, 4, y - 1)[1]);
}

TEST(ChannelPictures, AreListedByWhatChangesMost) {
    const ChannelMaps maps = two_maps();
    EXPECT_EQ(ordered_channels(maps, nullptr, ChannelOrder::number), (std::vector<int>{0, 1}));
    EXPECT_EQ(ordered_channels(maps, nullptr, ChannelOrder::over_map), (std::vector<int>{1, 0}));
    ChannelSurvey survey;
    survey.channels = {{0, 1, 9}, {0, 1, 2}};
    EXPECT_EQ(ordered_channels(maps, &survey, ChannelOrder::over_faces), (std::vector<int>{0, 1}));
    EXPECT_EQ(ordered_channels(maps, nullptr, ChannelOrder::over_faces), (std::vector<int>{1, 0}));
}

}  // namespace
}  // namespace progan
