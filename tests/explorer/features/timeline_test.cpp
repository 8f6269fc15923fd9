// The journey's controller and the frames it has made ahead, over an engine without a display.
#include "app/explorer/features/journey/timeline_controller.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/shell/opening.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "app/explorer/state/queries.h"
#include "core/documents/journey_file.h"
#include "core/image/difference.h"
#include "core/latent/journey/pacing.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

using Frames = std::vector<std::int64_t>;

class TimelineTest : public ::testing::Test {
  protected:
    TimelineTest() {
        state.data_dir = folder.path;
        const std::uint64_t epoch = engine.open_model("plain", "cpu");
        wait([&] { return ready; });
        features.model_opened(test::plain_model(test::kLatentSize, epoch));
    }

    /// Frames of the window, until the condition holds.
    void wait(const std::function<bool()>& condition) {
        ASSERT_TRUE(
            condition() ||
            test::frames_until(
                engine, features, condition, [&] { timeline.tick(now += Seconds{0.1}); },
                [&](const Event& event) { ready = ready || std::holds_alternative<ModelReady>(event); }))
            << "waited in vain";
    }
    void prefetch() {
        timeline.tick(now += Seconds{0.1});
        wait([&] { return timeline.frame_cache().finished() && !state.timeline.measuring; });
    }

    Frames keys() const { return key_frames(shown_journey(state)); }
    std::vector<std::uint32_t> seeds() const {
        std::vector<std::uint32_t> found;
        for (const Keyframe& key : state.journey.keyframes) found.push_back(key.seed.value_or(0));
        return found;
    }
    /// Five keys, looped, some seconds long.
    void five_keys(std::int64_t frames) {
        for (std::uint32_t seed : {3u, 4u, 5u}) timeline.add(face_of_seed(state, seed));
        timeline.set_repeat(Repeat::loop);
        timeline.set_length(frames);
    }
    Image expected(std::int64_t frame) const {
        return test::PlainGenerator(test::plain_spec())
            .generate(latent_at(shown_journey(state), frame), current_level(state), 1);
    }
    /// Whether every frame that is said to be prefetched is what the generator makes.
    void expect_right_pictures() const {
        const std::vector<std::uint8_t>& prefetched = timeline.frame_cache().prefetched();
        std::int64_t count = 0;
        for (std::size_t frame = 0; frame < prefetched.size(); ++frame) {
            if (!prefetched[frame]) continue;
            ++count;
            const Latent latent = latent_at(shown_journey(state), static_cast<std::int64_t>(frame));
            const Image* image = timeline.prefetched({{latent}, current_level(state), current_alpha(state)});
            ASSERT_NE(image, nullptr) << frame;
            ASSERT_EQ(*image, expected(static_cast<std::int64_t>(frame))) << frame;
        }
        EXPECT_EQ(count, timeline.frame_cache().prefetched_count());
    }

    test::StateFolder folder{"timeline"};
    bool ready = false;
    Time now;
    AppState state;
    Engine engine{test::plain_engine_with_model()};
    Features features{state, engine, [this] { return now; }};
    FaceActions& actions = features.face;
    TimelineController& timeline = features.timeline;
};

TEST_F(TimelineTest, OnlyBetweenTwoKeysItCanBeSplit) {
    five_keys(100);
    timeline.scrub(keys()[1]);
    EXPECT_FALSE(timeline.can_split());
    timeline.scrub(keys()[1] + 1);
    EXPECT_TRUE(timeline.can_split());
    const std::size_t before = keys().size();
    timeline.split();
    EXPECT_EQ(keys().size(), before + 1);
    EXPECT_FALSE(timeline.can_split());
}

TEST_F(TimelineTest, ScrubShowsTheWayAndASliderGoesOnFromThere) {
    timeline.scrub(25);
    EXPECT_EQ(state.follow, Follow::journey);
    const Latent between = current_latent(state);
    const Journey& journey = state.journey;
    EXPECT_EQ(between,
              interpolate(journey.keyframes[0].latent, journey.keyframes[1].latent, 0.5, journey.method));
    actions.turn_slider(0, 10);
    EXPECT_EQ(state.follow, Follow::sliders);
    EXPECT_EQ(state.face.base.latent, between);
    EXPECT_EQ(state.face.base.name, "Between Seed 38 and Seed 26");
    EXPECT_NEAR(angle_degrees(between, current_latent(state)), 10, 1e-3);
    timeline.scrub(50);
    actions.keep_journey_face();
    EXPECT_EQ(state.face.base.seed, 26u);
}

TEST_F(TimelineTest, PlayingGoesThereAndBack) {
    ASSERT_EQ(state.journey.repeat, Repeat::ping_pong);  // 51 frames at 25 per second
    timeline.toggle_play();
    timeline.advance(Seconds{1});
    EXPECT_NEAR(state.timeline.playhead, 25, 1e-9);
    timeline.advance(Seconds{1.5});
    EXPECT_NEAR(state.timeline.playhead, 37.5, 1e-9);
    EXPECT_LT(state.timeline.direction, 0);
    EXPECT_EQ(shown_frame(state), 38);  // it leaves 38 for 37
    timeline.advance(Seconds{2});
    EXPECT_NEAR(state.timeline.playhead, 12.5, 1e-9);
    // The frames shown are those that are recorded.
    timeline.scrub(0);
    timeline.toggle_play();
    for (std::int64_t i = 0; i < 230; ++i) {
        EXPECT_EQ(shown_frame(state), playback_frame(state.journey, i % frame_count(state.journey))) << i;
        timeline.advance(Seconds{1 / state.journey.fps + 1e-9});
    }
    timeline.advance(Seconds{1000.25});
    EXPECT_GE(state.timeline.playhead, 0);
    EXPECT_LE(state.timeline.playhead, 50);
}

TEST_F(TimelineTest, PlayingOnceStopsAtTheEndAndALoopDoesNot) {
    timeline.set_repeat(Repeat::once);
    timeline.toggle_play();
    timeline.advance(Seconds{100});
    EXPECT_EQ(state.timeline.playhead, 50);
    EXPECT_FALSE(state.timeline.playing);
    timeline.toggle_play();  // again from the first frame
    EXPECT_EQ(state.timeline.playhead, 0);
    EXPECT_TRUE(state.timeline.playing);

    timeline.set_repeat(Repeat::loop);
    timeline.scrub(40);
    timeline.set_out();
    timeline.scrub(20);
    timeline.set_in();
    timeline.scrub(0);
    timeline.toggle_play();
    EXPECT_EQ(shown_frame(state), 20);  // outside of what is played
    std::set<std::int64_t> seen;
    for (int i = 0; i < 100; ++i) {
        seen.insert(shown_frame(state));
        timeline.advance(Seconds{1 / state.journey.fps});
    }
    EXPECT_EQ(*seen.begin(), 20);
    EXPECT_EQ(*seen.rbegin(), 40);
    EXPECT_EQ(seen.size(), 21u);
    timeline.clear_in_out();
    EXPECT_EQ(playback_range(state.journey).last, 99);
}

TEST_F(TimelineTest, KeysAreAddedWhereThePlayheadIs) {
    timeline.scrub(20);
    timeline.add(face_of_seed(state, 7));
    EXPECT_EQ(seeds(), (std::vector<std::uint32_t>{38, 7, 26}));
    EXPECT_EQ(keys(), (Frames{0, 20, 50}));
    EXPECT_EQ(state.timeline.selected, 1);
    EXPECT_EQ(state.journey.keyframes[1].name, "");  // so that it is said in the language in use
    EXPECT_EQ(key_label(state.journey, 1), "Seed 7");
    actions.pick_seed(9);
    actions.turn_slider(0, 12);
    features.favourites.keep_current();
    timeline.add_at(timeline.favourite_face(state.favourites[0].id), 40);
    EXPECT_EQ(keys(), (Frames{0, 20, 40, 50}));
    EXPECT_EQ(key_label(state.journey, 2), "Seed 9 (turned)");
    EXPECT_EQ(state.journey.keyframes[2].latent, state.favourites[0].latent);
    timeline.move(2, 30);
    timeline.duplicate(2);
    EXPECT_EQ(keys(), (Frames{0, 20, 30, 40, 50}));
    timeline.remove_selected();
    EXPECT_EQ(keys(), (Frames{0, 20, 30, 50}));
    timeline.set_span(0, 100);
    timeline.set_easing(0, Easing::smooth);
    EXPECT_EQ(keys(), (Frames{0, 100, 110, 130}));
    timeline.scrub(125);
    timeline.jump_by_key(-1);
    EXPECT_EQ(shown_frame(state), 110);
    timeline.jump_by_key(1);
    EXPECT_EQ(shown_frame(state), 130);
    timeline.jump_by_key(1);
    EXPECT_EQ(shown_frame(state), 130);
    timeline.reverse();
    EXPECT_EQ(keys(), (Frames{0, 20, 30, 130}));
    for (int i = 0; i < 9; ++i) timeline.remove(0);
    EXPECT_EQ(state.journey.keyframes.size(), 1u);
    EXPECT_FALSE(state.notifications.empty());
    timeline.add({{{1, 2, 3}, {}}});  // of another size: a sentence
    EXPECT_EQ(state.journey.keyframes.size(), 1u);
}

TEST_F(TimelineTest, AllFramesArePrefetchedAndAreWhatTheGeneratorMakes) {
    five_keys(200);
    prefetch();
    EXPECT_EQ(timeline.frame_cache().prefetched_count(), 200);
    expect_right_pictures();
    for (float change : timeline.frame_cache().changes()) EXPECT_GE(change, 0);
    EXPECT_NEAR(timeline.frame_cache().changes()[7], picture_change(expected(6), expected(7)), 1e-6);
    EXPECT_NEAR(timeline.frame_cache().changes()[0], picture_change(expected(199), expected(0)), 1e-6);
    state.level = 1;  // another size: other pictures
    prefetch();
    expect_right_pictures();
    EXPECT_EQ(timeline.frame_cache().prefetched_count(), 200);
}

TEST_F(TimelineTest, ChangingAKeyPrefetchesItsNeighborsAlone) {
    five_keys(200);
    timeline.set_method(InterpolationMethod::slerp);
    prefetch();
    const Frames at = keys();
    const std::uint64_t before = timeline.frame_cache().faces_made();
    timeline.replace(2, face_of_seed(state, 99));
    prefetch();
    const auto neighbors = static_cast<std::uint64_t>(at[3] - at[1] - 1);
    EXPECT_EQ(timeline.frame_cache().faces_made() - before, neighbors);
    expect_right_pictures();
    EXPECT_EQ(timeline.frame_cache().prefetched_count(), 200);
    for (float change : timeline.frame_cache().changes()) EXPECT_GE(change, 0);
    timeline.scrub(5);  // and looking around prefetches nothing
    prefetch();
    EXPECT_EQ(timeline.frame_cache().faces_made() - before, neighbors);
    timeline.replace(2, face_of_seed(state, 5));  // what was there is still there
    prefetch();
    EXPECT_LE(timeline.frame_cache().faces_made() - before, 2 * neighbors);
    expect_right_pictures();
}

TEST_F(TimelineTest, TheMemoryIsBoundedAndHoldsWhatIsNearest) {
    five_keys(3000);
    timeline.scrub(0);
    // A picture of 16 x 16 and what the cache needs for it: 896 bytes.
    const double frame_mib = (16 * 16 * 3 + 128) / 1048576.0;
    timeline.set_memory(100.5 * frame_mib);
    prefetch();
    EXPECT_EQ(timeline.frame_cache().prefetched_count(), 100);
    EXPECT_LE(timeline.frame_cache().used_mib(), 100.5 * frame_mib);
    expect_right_pictures();
    const auto is_prefetched = [&](std::size_t frame) {
        return timeline.frame_cache().prefetched()[frame] != 0;
    };
    EXPECT_TRUE(is_prefetched(0) && is_prefetched(45) &&
                is_prefetched(2955));  // a closed path continues at its end
    EXPECT_FALSE(is_prefetched(60) || is_prefetched(1500) || is_prefetched(2940));
    timeline.scrub(1500);
    prefetch();
    EXPECT_EQ(timeline.frame_cache().prefetched_count(), 100);
    EXPECT_TRUE(is_prefetched(1455) && is_prefetched(1500) && is_prefetched(1545));
    EXPECT_FALSE(is_prefetched(0));
    expect_right_pictures();
    timeline.set_memory(0);
    prefetch();
    EXPECT_EQ(timeline.frame_cache().prefetched_count(), 0);
    EXPECT_EQ(timeline.frame_cache().used_mib(), 0);
}

TEST_F(TimelineTest, EvenPacingIsMeasuredAndComesAndGoes) {
    five_keys(50);  // few, so that a frame changes every number by some of the 256 steps
    timeline.set_method(InterpolationMethod::slerp);  // this generator sees lengths
    for (std::size_t key : {0u, 1u, 2u, 3u}) timeline.set_span(key, key < 2 ? 14 : 6);
    timeline.set_length(50);
    prefetch();
    const double by_angle = timeline.spread().ratio();
    const Journey before = state.journey;
    const Frames at = keys();
    timeline.set_pacing(Pacing::even_spans);
    EXPECT_TRUE(state.timeline.measuring);
    prefetch();
    EXPECT_EQ(keys(), at);
    const double in_spans = timeline.spread().ratio();
    timeline.set_pacing(Pacing::even);
    prefetch();
    EXPECT_EQ(path_length(shown_journey(state)), 50);
    EXPECT_NE(keys(), at);
    const double even = timeline.spread().ratio();
    EXPECT_GT(by_angle, 1.8);
    EXPECT_LT(in_spans, by_angle);
    EXPECT_LT(even, 1.3);
    expect_right_pictures();
    // Undo gives the value back; what was measured is no part of it.
    const Journey evened = state.journey;
    state.journey = before;
    prefetch();
    EXPECT_EQ(keys(), at);
    state.journey = evened;
    const std::uint64_t made = timeline.frame_cache().faces_made();
    prefetch();
    EXPECT_NE(keys(), at);
    EXPECT_EQ(timeline.frame_cache().faces_made(), made);  // measured before, prefetched before
    timeline.set_pacing(Pacing::angle);
    EXPECT_EQ(keys(), at);
}

TEST_F(TimelineTest, AJourneyIsSavedAndOpenedExactly) {
    five_keys(300);
    timeline.set_method(InterpolationMethod::spline);
    timeline.set_pacing(Pacing::even);
    timeline.set_easing(1, Easing::in);
    timeline.scrub(30);
    timeline.set_in();
    prefetch();
    const Journey saved = shown_journey(state), made = state.journey;
    timeline.save("my/walk");
    wait([&] { return !state.notifications.empty(); });
    const std::filesystem::path path = timeline.folder() / "my-walk.json";
    ASSERT_TRUE(std::filesystem::exists(path));
    EXPECT_EQ(load_journey(path, test::kLatentSize, SeedMode::numpy), saved);
    EXPECT_EQ(timeline.saved(), (std::vector<std::string>{"my-walk"}));
    timeline.start_anew();
    EXPECT_EQ(state.journey.keyframes.size(), 2u);
    ASSERT_EQ(what_is(path), OpenedKind::journey);
    timeline.open(path);
    EXPECT_EQ(state.journey, made);
    EXPECT_FALSE(state.timeline.measuring);
    EXPECT_EQ(shown_journey(state), saved);

    // Another journey under the same name does not take its place; the same one does.
    timeline.set_fps(50);
    timeline.save("my-walk");
    EXPECT_EQ(state.timeline.name, "my-walk");
    timeline.start_anew();
    timeline.save("my-walk");
    EXPECT_EQ(state.timeline.name, "my-walk-2");
}

TEST_F(TimelineTest, WhatCannotBeOpenedIsSaidAndNothingIsLost) {
    const Journey before = state.journey;
    const auto write = [&](const std::string& text) {
        std::ofstream(folder.path / "x.json") << text;
        return folder.path / "x.json";
    };
    EXPECT_NE(what_is(write("{\"version\": 1, \"favourites\": []}")),
              OpenedKind::journey);  // another kind of file
    EXPECT_NE(what_is(folder.path / "model.safetensors"), OpenedKind::journey);
    const auto open = [&](const std::string& text) {
        const std::filesystem::path path = write(text);
        EXPECT_EQ(what_is(path), OpenedKind::journey);
        features.open(path);
    };
    open(R"({"version":1,"keyframes":[{"latent":[1,2,3]}]})");
    EXPECT_NE(state.notifications.back().text.find("x.json"), std::string::npos);
    EXPECT_NE(state.notifications.back().text.find("3 numbers"), std::string::npos);
    open(R"({"version":9,"keyframes":[{"seed":1}]})");
    EXPECT_NE(state.notifications.back().text.find("version 9"), std::string::npos);
    EXPECT_EQ(state.journey, before);
    open(R"({"version":1,"model":{"sha256":"bb","name":"Others"},"keyframes":[{"seed":1},{"seed":2}]})");
    wait([&] { return state.notifications.back().text.find("Others") != std::string::npos; });
    EXPECT_EQ(seeds(), (std::vector<std::uint32_t>{1, 2}));
    EXPECT_EQ(state.journey.model_sha256, std::string(64, 'a'));
}

TEST_F(TimelineTest, AFileThatComesBeforeTheModelWaitsForIt) {
    std::ofstream(folder.path / "early.json") << R"({"version":1,"keyframes":[{"seed":8},{"seed":2}]})";
    AppState other;
    other.data_dir = folder.path;
    Features theirs_features{other, engine, [] { return Time{}; }};
    TimelineController& early = theirs_features.timeline;
    theirs_features.open(folder.path / "early.json");
    early.toggle_play();
    early.jump_by_key(1);
    early.go_to_end();
    early.set_in();
    early.split();
    early.save("nothing");
    early.add(early.shown_face());
    early.advance(Seconds{1});
    EXPECT_TRUE(other.journey.keyframes.empty());
    theirs_features.model_opened(test::plain_model());
    early.tick({});
    ASSERT_EQ(other.journey.keyframes.size(), 2u);
    EXPECT_EQ(other.journey.keyframes[0].seed, 8u);
}

TEST_F(TimelineTest, AModelOfAnotherSizeKeepsTheSeedsAndPutsTheRestInAFile) {
    five_keys(100);
    timeline.scrub(10);
    actions.turn_slider(0, 20);
    timeline.add_at(timeline.shown_face(), 10);
    const Journey before = state.journey;
    features.model_opened(test::plain_model(16, state.epoch + 1));
    EXPECT_EQ(seeds().size(), 5u);
    for (const Keyframe& key : state.journey.keyframes) EXPECT_EQ(key.latent.size(), 16u);
    wait([&] {
        const std::vector<std::string> files = timeline.saved();
        return !files.empty() && files[0].starts_with("of-the-model-before");
    });
    EXPECT_EQ(load_journey(timeline.folder() / (timeline.saved()[0] + ".json"), 8, SeedMode::numpy), before);
}

TEST_F(TimelineTest, ZoomKeepsThePlaceUnderThePointer) {
    timeline.set_length(1000);
    timeline.zoom_to(4, 500);
    EXPECT_NEAR(state.timeline.left + 250 * 0.5, 500, 1);
    timeline.zoom_to(1, 0);
    EXPECT_EQ(state.timeline.left, 0);
    timeline.zoom_to(1e9, 999);
    EXPECT_GE(1000 / state.timeline.zoom, 3.9);
}

}  // namespace
}  // namespace progan
