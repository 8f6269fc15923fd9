// A slideshow without a window: what it shows and when, and that it leaves no trace.
#include "app/explorer/features/slideshow/slideshow_controller.h"

#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "app/explorer/shell/commands/commands.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/shell/session/session.h"
#include "app/explorer/state/queries.h"
#include "core/latent/interpolation.h"
#include "core/latent/seeds.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

class SlideshowTest : public ::testing::Test {
  protected:
    SlideshowTest() {
        state.data_dir = folder.path;
        features.model_opened(test::plain_model());
        state.shown = Image(8, 8);
    }
    void keep(std::initializer_list<std::uint32_t> seeds) {
        for (const std::uint32_t seed : seeds) {
            features.face.pick_seed(seed);
            features.favourites.keep_current();
        }
    }
    /// A frame after that time; the main view has its face at once, in a color of the seed's own.
    void frame(double seconds = 0.02) {
        now += Seconds{seconds};
        show.tick(now);
        const std::optional<RenderRequest> request = request_from_state(state);
        ASSERT_TRUE(request);
        if (state.submitted_id != 0 && *request == state.submitted) return;
        state.submitted = *request;
        state.shown_id = ++state.submitted_id;
        state.shown = Image(8, 8);
        for (std::uint8_t& value : state.shown.rgb)
            value = static_cast<std::uint8_t>(128 + 40 * request->latents[0][0]);
    }
    /// Until the face has been turned to.
    void turn() {
        for (int i = 0; i < 200; ++i) frame();
    }
    Latent shown() const { return request_from_state(state)->latents[0]; }
    static Latent seed(std::uint32_t number) {
        return latent_from_seed(number, test::kLatentSize, SeedMode::numpy);
    }

    test::StateFolder folder{"slideshow"};
    Time now;
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [this] { return now; }};
    SlideshowController& show = features.slideshow;
};

TEST_F(SlideshowTest, WithoutFavouritesItSaysWhatToDo) {
    show.toggle();
    EXPECT_FALSE(state.slideshow.playing);
    EXPECT_EQ(state.notifications.back().text, "A slideshow needs favourites: keep some faces first.");
    keep({3});
    state.favourites[0].model_sha256 = std::string(64, 'b');
    show.toggle();
    EXPECT_FALSE(state.slideshow.playing);
    EXPECT_NE(state.notifications.back().text.find("belong to this model"), std::string::npos);
}

TEST_F(SlideshowTest, ItShowsOneFaceAfterTheOtherAndLeavesNoTrace) {
    keep({3, 4, 5});
    features.face.pick_seed(9);
    const Face face = state.face;
    const std::vector<Favourite> listed = state.favourites;
    state.level = 1;
    show.toggle();
    ASSERT_TRUE(state.slideshow.playing);
    EXPECT_EQ(state.slideshow.count, 3u);
    EXPECT_EQ(request_from_state(state)->level, 2);  // whole, whatever is looked at
    std::string caption;
    for (std::size_t at : {0u, 1u, 2u, 0u}) {
        EXPECT_EQ(state.slideshow.at, at);
        EXPECT_EQ(state.slideshow.caption, caption);  // of the picture that is still shown
        turn();
        caption = listed[at].name;
        EXPECT_EQ(state.slideshow.caption, caption);
        EXPECT_EQ(shown(), listed[at].latent);
        EXPECT_EQ(state.slideshow.picture, state.shown);
        frame(5);
    }
    show.end();
    EXPECT_FALSE(state.slideshow.playing);
    EXPECT_EQ(state.face, face);
    EXPECT_EQ(shown(), seed(9));
    EXPECT_EQ(request_from_state(state)->level, 1);
}

TEST_F(SlideshowTest, WithReducedMotionItCuts) {
    keep({3, 4});
    state.reduced_motion = true;
    for (const SlideTurn kind : {SlideTurn::fade, SlideTurn::morph}) {
        show.set_turn(kind);
        show.toggle();
        turn();
        show.step(1);
        EXPECT_EQ(shown(), state.favourites[1].latent) << "no face between the two is asked for";
        frame();  // it is asked for and made
        frame();
        EXPECT_EQ(state.slideshow.picture.rgb, state.shown.rgb);
        const std::uint64_t picture = state.slideshow.picture_id;
        for (int i = 0; i < 60; ++i) frame();
        EXPECT_EQ(state.slideshow.picture_id, picture) << "nothing moves until the next face";
        show.end();
    }
}

TEST_F(SlideshowTest, OnlyThoseThatAreSelectedOrListed) {
    keep({3, 4, 5});
    features.exporting.toggle_selected(state.favourites[1].id);
    show.toggle();
    EXPECT_EQ(state.slideshow.count, 1u);
    turn();
    EXPECT_EQ(shown(), state.favourites[1].latent);
    show.step(1);  // there is no other
    EXPECT_EQ(state.slideshow.at, 0u);
    show.end();
    features.exporting.clear_selection();
    state.favourites_view.search = state.favourites[2].name;
    show.toggle();
    EXPECT_EQ(state.slideshow.count, 1u);
    turn();
    EXPECT_EQ(shown(), state.favourites[2].latent);
}

TEST_F(SlideshowTest, SpacePausesArrowsStepAndEscEnds) {
    keep({3, 4, 5});
    Commands commands(state, features);
    const auto press = [&](int key) { commands.handle({{.key = key}}, {}); };
    press(GLFW_KEY_F5);
    ASSERT_TRUE(state.slideshow.playing);
    turn();
    press(GLFW_KEY_SPACE);
    EXPECT_TRUE(state.slideshow.paused);
    EXPECT_FALSE(state.timeline.playing);
    frame(60);
    EXPECT_EQ(state.slideshow.at, 0u);
    press(GLFW_KEY_LEFT);
    EXPECT_EQ(state.slideshow.at, 2u);
    press(GLFW_KEY_RIGHT);
    press(GLFW_KEY_RIGHT);
    EXPECT_EQ(state.slideshow.at, 1u);
    const Face face = state.face;
    press(GLFW_KEY_R);  // nothing else reaches the window behind it
    press(GLFW_KEY_K);
    EXPECT_EQ(state.face, face);
    EXPECT_EQ(state.journey.keyframes.size(), 2u);
    turn();
    press(GLFW_KEY_SPACE);
    frame(5.1);
    EXPECT_EQ(state.slideshow.at, 2u);
    press(GLFW_KEY_F5);
    EXPECT_FALSE(state.slideshow.playing);
}

TEST_F(SlideshowTest, AFadeMixesPicturesAndAMorphMovesAlongTheSphere) {
    keep({3, 4});
    show.toggle();
    turn();
    const Image first = state.slideshow.picture;
    show.step(1);
    frame();  // asks for it
    frame();
    for (int i = 0; i < 15; ++i) frame();
    const int from = first.rgb[0], to = state.shown.rgb[0], mixed = state.slideshow.picture.rgb[0];
    ASSERT_NE(from, to);
    EXPECT_GT(mixed, std::min(from, to));
    EXPECT_LT(mixed, std::max(from, to));
    turn();
    EXPECT_EQ(state.slideshow.picture, state.shown);
    show.set_turn(SlideTurn::morph);
    const Latent a = shown();
    show.step(1);
    Latent last = a;
    for (int i = 0; i < 99; ++i) {
        frame();
        EXPECT_LT(angle_degrees(last, shown()), 5);
        last = shown();
    }
    EXPECT_GT(angle_degrees(a, last), 20);
    turn();
    EXPECT_EQ(shown(), state.favourites[state.slideshow.at].latent);
}

TEST_F(SlideshowTest, TheJourneysKeysAreShownToo) {
    keep({3});
    show.toggle();
    show.set_source(SlideSource::journey);
    EXPECT_EQ(state.slideshow.count, 2u);
    turn();
    EXPECT_EQ(state.slideshow.caption, "Seed 38");
    EXPECT_EQ(shown(), seed(38));
    EXPECT_EQ(state.follow, Follow::sliders);
}

TEST_F(SlideshowTest, AnotherModelAndADroppedFileEndIt) {
    keep({3, 4});
    show.toggle();
    features.model_opened(test::plain_model(test::kLatentSize, 2));
    EXPECT_FALSE(state.slideshow.playing);
    show.toggle();
    ASSERT_TRUE(state.slideshow.playing);
    features.open(folder.path / "nothing.json");
    EXPECT_FALSE(state.slideshow.playing);
}

TEST_F(SlideshowTest, TheSessionKeepsHowItIsShown) {
    keep({3, 4});
    state.slideshow_settings = {
        .seconds = 9, .source = SlideSource::journey, .turn = SlideTurn::morph, .captions = false};
    show.toggle();
    const RestoredSession restored = session_from_json(session_to_json(state), "session.json");
    EXPECT_TRUE(restored.problems.empty());
    EXPECT_EQ(restored.session.slideshow_settings.seconds, 9);
    EXPECT_EQ(restored.session.slideshow_settings.source, SlideSource::journey);
    EXPECT_EQ(restored.session.slideshow_settings.turn, SlideTurn::morph);
    EXPECT_FALSE(restored.session.slideshow_settings.captions);
}

}  // namespace
}  // namespace progan
