// The stage without a window: what it shows, when it fades, where it opens and what the session keeps of it.
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "app/explorer/features/stage/fade.h"
#include "app/explorer/features/stage/jump_watch.h"
#include "app/explorer/features/stage/stage_controller.h"
#include "app/explorer/features/stage/stage_layout.h"
#include "app/explorer/shell/commands/commands.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/shell/session/session.h"
#include "app/explorer/state/queries.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

Image plain(int side, int value) {
    Image image(side, side);
    for (std::uint8_t& byte : image.rgb) byte = static_cast<std::uint8_t>(value);
    return image;
}

Time at(double seconds) {
    return Time(Seconds{seconds});
}

// Fade

TEST(Fade, RisesSlowlyAtBothEndsAndThenIsOver) {
    Fade fade;
    fade.follow(plain(4, 0));
    EXPECT_EQ(fade.part(at(0)), 1);
    fade.jump(plain(4, 200), at(1), Seconds{2});
    EXPECT_EQ(fade.part(at(1)), 0);
    EXPECT_EQ(fade.part(at(0)), 0);  // not before it begins
    double before = 0;
    for (int step = 1; step <= 20; ++step) {
        const double t = step / 20.0, part = fade.part(at(1 + 2 * t));
        EXPECT_GT(part, before);
        EXPECT_NEAR(part, t * t * (3 - 2 * t), 1e-9) << t;  // smoothstep
        before = part;
    }
    EXPECT_EQ(fade.picture(at(2)).rgb[0], 100);
    EXPECT_TRUE(fade.under_way());
    EXPECT_EQ(fade.picture(at(3)), plain(4, 200));
    EXPECT_FALSE(fade.under_way());
}

TEST(Fade, AnotherJumpBeginsFromWhatIsSeen) {
    Fade fade;
    fade.follow(plain(4, 0));
    fade.jump(plain(4, 200), at(0), Seconds{1});
    fade.jump(plain(4, 20), at(0.5), Seconds{1});
    EXPECT_EQ(fade.picture(at(0.5)).rgb[0], 100);
    EXPECT_EQ(fade.picture(at(1)).rgb[0], 60);
    EXPECT_EQ(fade.picture(at(1.5)).rgb[0], 20);
}

TEST(Fade, WhatMovesMeanwhileIsFadedInto) {
    Fade fade;
    fade.follow(plain(4, 0));
    fade.jump(plain(4, 200), at(0), Seconds{1});
    fade.follow(plain(4, 100));
    EXPECT_EQ(fade.picture(at(0.5)).rgb[0], 50);
    EXPECT_EQ(fade.picture(at(1)), plain(4, 100));
}

TEST(Fade, APreviewAndAWholePictureAreMixedInTheLargerSize) {
    Fade fade;
    fade.follow(plain(16, 40));
    fade.jump(plain(4, 80), at(0), Seconds{1});
    Image seen = fade.picture(at(0.5));
    EXPECT_EQ(seen.width, 16);
    EXPECT_EQ(seen.rgb[100], 60);
    fade.follow(plain(32, 120));
    seen = fade.picture(at(0.5));
    EXPECT_EQ(seen.width, 32);
    EXPECT_EQ(seen.rgb[100], 80);
    EXPECT_EQ(fade.picture(at(2)), plain(32, 120));
}

TEST(Fade, WithoutATimeOrAFirstPictureItCuts) {
    Fade fade;
    fade.jump(plain(4, 10), at(0), Seconds{1});
    EXPECT_FALSE(fade.under_way());
    EXPECT_EQ(fade.picture(at(0)), plain(4, 10));
    fade.jump(plain(4, 90), at(0), Seconds{0});
    EXPECT_EQ(fade.picture(at(0)), plain(4, 90));
}

// JumpWatch

/// So many degrees from the first axis.
Latent turned(double degrees) {
    const double radians = degrees * 3.14159265358979323846 / 180;
    return {static_cast<float>(std::cos(radians)), static_cast<float>(std::sin(radians)), 0};
}

TEST(JumpWatch, AFaceFarFromTheOneBeforeIsAJumpAndANearOneIsNot) {
    JumpWatch watch;
    watch.asked({1, 1, turned(0), false});
    EXPECT_FALSE(watch.shown(1));  // there was none before
    watch.asked({2, 1, turned(kJumpDegrees - 1), false});
    EXPECT_FALSE(watch.shown(2));
    watch.asked({3, 1, turned(2 * kJumpDegrees), false});
    EXPECT_TRUE(watch.shown(3));
    EXPECT_FALSE(watch.shown(3));  // sharper
    watch.asked({4, 2, turned(2 * kJumpDegrees), false});
    EXPECT_TRUE(watch.shown(4)) << "the same latent on another model";
}

TEST(JumpWatch, WhatIsMovedNeverJumpsAlsoIfItsFaceComesLater) {
    JumpWatch watch;
    watch.asked({1, 1, turned(0), false});
    watch.shown(1);
    watch.asked({2, 1, turned(30), true});
    watch.asked({3, 1, turned(60), true});
    watch.asked({3, 1, turned(60), false});  // the hand has let go; it is the same request
    EXPECT_FALSE(watch.shown(3));
    watch.asked({4, 1, turned(62), false});
    EXPECT_FALSE(watch.shown(4)) << "the distance is from the face seen last";
}

TEST(JumpWatch, SeveralSmallStepsBetweenTwoFacesThatAreSeenAreOneJump) {
    JumpWatch watch;
    watch.asked({1, 1, turned(0), false});
    watch.shown(1);
    for (std::uint64_t id = 2; id < 1000; ++id)
        watch.asked({id, 1, turned(static_cast<double>(id) * 0.1), false});
    EXPECT_TRUE(watch.shown(999));
    EXPECT_FALSE(watch.shown(5000)) << "nobody has asked for that";
}

// Where it is

TEST(StageLayout, TheOtherMonitorIsThatWithoutTheMainWindow) {
    const std::vector<StageMonitor> two{{"eDP-1", 1920, 1080}, {"HDMI-1", 1280, 800}};
    StageSettings settings;
    EXPECT_EQ(stage_monitor(two, 0, settings), 1u);
    EXPECT_EQ(stage_monitor(two, 1, settings), 0u);
    EXPECT_EQ(stage_monitor({two[0]}, 0, settings), std::nullopt);
    EXPECT_EQ(stage_monitor({}, 0, settings), std::nullopt);
    settings.place = StagePlace::window;
    EXPECT_EQ(stage_monitor(two, 0, settings), std::nullopt);
    settings.place = StagePlace::monitor;
    settings.monitor = "eDP-1";
    EXPECT_EQ(stage_monitor(two, 0, settings), 0u) << "it was chosen";
    settings.monitor = "DP-3";
    EXPECT_EQ(stage_monitor(two, 0, settings), 1u);
    EXPECT_EQ(stage_monitor({two[0]}, 0, settings), std::nullopt);
}

TEST(StageLayout, ThePictureIsAsLargeAsFitsAndInTheMiddle) {
    EXPECT_EQ(stage_picture(1920, 1080, 128, false), (StageRectangle{420, 0, 1080, 1080}));
    EXPECT_EQ(stage_picture(1920, 1080, 128, true), (StageRectangle{448, 28, 1024, 1024}));
    EXPECT_EQ(stage_picture(600, 1000, 1024, true), (StageRectangle{0, 200, 600, 600}));
    EXPECT_EQ(stage_picture(100, 0, 128, false), StageRectangle{});
    EXPECT_EQ(stage_picture(100, 100, 0, false), StageRectangle{});
}

// The controller

class StageTest : public ::testing::Test {
  protected:
    StageTest() {
        state.data_dir = folder.path;
        features.model_opened(test::plain_model());
    }
    /// A frame after that time, whose face comes at once unless `comes` is false.
    void frame(double seconds = 0.02, bool moving = false, bool comes = true) {
        now += Seconds{seconds};
        features.slideshow.tick(now);
        if (const std::optional<RenderRequest> request = request_from_state(state);
            request && (state.submitted_id == 0 || !(*request == state.submitted))) {
            state.submitted = *request;
            ++state.submitted_id;
        }
        if (comes) come();
        stage.follow(now, moving);
    }
    void come(bool preview = false) {
        if (state.shown_id == state.submitted_id && state.shown_preview == preview) return;
        state.shown_id = state.submitted_id;
        state.shown_preview = preview;
        state.shown_side = 8;
        state.shown = plain(preview ? 4 : 8, value_of(state.submitted.latents[0]));
    }
    static int value_of(const Latent& latent) {
        return std::clamp(128 + static_cast<int>(40 * latent[0]), 0, 255);
    }
    int seen() const { return state.stage.picture.rgb[0]; }
    int wanted() const { return value_of(current_latent(state)); }

    test::StateFolder folder{"stage"};
    Time now;
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [this] { return now; }};
    StageController& stage = features.stage;
};

TEST_F(StageTest, ClosedItDoesNothing) {
    frame();
    features.face.pick_seed(3);
    frame();
    EXPECT_TRUE(state.stage.picture.empty());
    EXPECT_EQ(state.stage.picture_id, 0u);
    EXPECT_EQ(stage.next_tick(), std::nullopt);
}

TEST_F(StageTest, ItHasTheFaceAtOnceAndFadesToAnotherSeed) {
    frame();
    stage.open();
    frame();
    EXPECT_EQ(seen(), wanted());
    EXPECT_FALSE(state.stage.fading);
    const int before = seen();
    features.face.pick_seed(3);
    frame();
    EXPECT_TRUE(state.stage.fading);
    EXPECT_EQ(seen(), before);
    EXPECT_EQ(stage.next_tick(), now);
    frame(0.2);
    EXPECT_NEAR(seen(), (before + wanted()) / 2.0, 1);
    frame(0.21);
    EXPECT_EQ(seen(), wanted());
    EXPECT_FALSE(state.stage.fading);
    EXPECT_EQ(stage.next_tick(), std::nullopt);
    const std::uint64_t pictures = state.stage.picture_id;
    for (int i = 0; i < 10; ++i) frame();
    EXPECT_EQ(state.stage.picture_id, pictures) << "what does not change is not drawn anew";
}

TEST_F(StageTest, ASliderIsFollowedAtOnceAndALongWayTooWhileItIsDragged) {
    frame();
    stage.open();
    frame();
    features.face.turn_slider(0, 5);
    frame();
    EXPECT_EQ(seen(), wanted());
    features.face.turn_slider(0, 60);
    frame(0.02, true);
    EXPECT_EQ(seen(), wanted());
    features.face.turn_slider(0, 0);  // typed
    frame();
    EXPECT_NE(seen(), wanted());
    EXPECT_TRUE(state.stage.fading);
}

TEST_F(StageTest, AFaceThatComesAfterTheHandLetGoIsNoJump) {
    frame();
    stage.open();
    frame();
    features.face.turn_slider(0, 60);
    frame(0.02, true, false);
    frame(0.02, false);
    EXPECT_EQ(seen(), wanted());
    EXPECT_FALSE(state.stage.fading);
}

TEST_F(StageTest, APreviewIsFadedToAndTheWholeFaceTakesItsPlace) {
    frame();
    stage.open();
    frame();
    features.face.pick_seed(3);
    frame(0.02, false, false);
    come(true);
    frame(0, false, false);
    EXPECT_TRUE(state.stage.fading);
    EXPECT_EQ(state.stage.side, 8);
    frame(0.1);
    EXPECT_TRUE(state.stage.fading) << "the fade goes on";
    frame(0.31);
    EXPECT_EQ(state.stage.picture, state.shown);
}

TEST_F(StageTest, WithReducedMotionOrWithoutAFadeItCuts) {
    frame();
    stage.open();
    frame();
    state.reduced_motion = true;
    features.face.pick_seed(3);
    frame();
    EXPECT_EQ(seen(), wanted());
    state.reduced_motion = false;
    stage.set_fade(0);
    features.face.pick_seed(4);
    frame();
    EXPECT_EQ(seen(), wanted());
    stage.set_fade(9);
    EXPECT_EQ(state.stage_settings.fade, kMaxStageFade);
    stage.set_fade(std::nan(""));
    EXPECT_EQ(state.stage_settings.fade, kMaxStageFade);
}

TEST_F(StageTest, ItShowsTheSlideshowAsItFadesByItself) {
    for (const std::uint32_t seed : {3u, 4u}) {
        features.face.pick_seed(seed);
        features.favourites.keep_current();
    }
    features.face.pick_seed(9);
    frame();
    stage.open();
    frame();
    const int before = seen();
    features.slideshow.toggle();
    ASSERT_TRUE(state.slideshow.playing);
    for (int i = 0; i < 60; ++i) {
        frame();
        ASSERT_EQ(state.stage.picture, state.slideshow.picture);
        ASSERT_FALSE(state.stage.fading);
    }
    EXPECT_EQ(state.stage.caption, state.slideshow.caption);
    EXPECT_NE(seen(), before);
    features.slideshow.end();
    frame();
    EXPECT_TRUE(state.stage.fading);
    frame(0.5);
    EXPECT_EQ(seen(), before);
}

TEST_F(StageTest, TheCaptionIsTheNameOfWhatIsSeen) {
    frame();
    stage.open();
    features.face.pick_seed(3);
    frame();
    EXPECT_EQ(state.stage.caption, "Seed 3");
    features.face.pick_seed(4);
    frame(0.02, false, false);
    EXPECT_EQ(state.stage.caption, "Seed 3") << "its face is still to come";
    frame();
    EXPECT_EQ(state.stage.caption, "Seed 3") << "the fade has only begun";
    frame(0.3);
    EXPECT_EQ(state.stage.caption, "Seed 4");
    state.journey = fresh_journey(state);
    state.follow = Follow::journey;
    state.timeline.name = "From 5 to 6";
    frame();
    frame(0.5);
    EXPECT_EQ(state.stage.caption, "From 5 to 6");
}

TEST_F(StageTest, AClosedOneBeginsAnew) {
    frame();
    stage.open();
    frame();
    stage.close();
    EXPECT_TRUE(state.stage.picture.empty());
    features.face.pick_seed(3);
    frame();
    stage.open();
    frame();
    EXPECT_EQ(seen(), wanted());
    EXPECT_FALSE(state.stage.fading);
}

TEST_F(StageTest, ItsKeyAlsoWorksInTheSlideshowAndFromTheStageItself) {
    features.favourites.keep_current();
    Commands commands(state, features);
    const KeyPress present{.key = GLFW_KEY_F5, .shift = true};
    commands.handle({present}, {});
    EXPECT_TRUE(state.stage.open);
    EXPECT_FALSE(state.slideshow.playing);
    commands.handle({{.key = GLFW_KEY_F5}}, {});
    EXPECT_TRUE(state.slideshow.playing);
    commands.handle({present}, {});
    EXPECT_FALSE(state.stage.open);
    EXPECT_TRUE(state.slideshow.playing);
    // While a name is typed, or the keyboard walks, keys of the stage are commands all the same.
    features.slideshow.end();
    const std::uint64_t random = state.done.random_seeds;
    KeyPress key{.key = GLFW_KEY_R};
    commands.handle({key}, {.typing = true});
    EXPECT_EQ(state.done.random_seeds, random);
    key.elsewhere = true;
    commands.handle({key}, {.typing = true});
    EXPECT_EQ(state.done.random_seeds, random + 1);
    state.journey = fresh_journey(state);
    commands.handle({{.key = GLFW_KEY_SPACE, .elsewhere = true}}, {.walking = true});
    EXPECT_TRUE(state.timeline.playing);
}

TEST_F(StageTest, TheSessionKeepsTheSettingsButNeverThatItIsOpen) {
    stage.open();
    stage.set_place(StagePlace::monitor, "HDMI-1");
    stage.set_fade(1.2);
    state.stage_settings.caption = true;
    const std::string kept = session_to_json(state);
    const StageSettings again = session_from_json(kept, "session.json").session.stage_settings;
    EXPECT_EQ(again.place, StagePlace::monitor);
    EXPECT_EQ(again.monitor, "HDMI-1");
    EXPECT_EQ(again.fade, 1.2);
    EXPECT_TRUE(again.caption);
    stage.close();
    EXPECT_EQ(session_to_json(state), kept);
}

}  // namespace
}  // namespace progan
