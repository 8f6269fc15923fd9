#include "core/latent/journey/journey_edit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "core/latent/journey/pacing.h"
#include "core/latent/seeds.h"
#include "core/support/error.h"

namespace progan {
namespace {

using Frames = std::vector<std::int64_t>;

Keyframe face(std::uint32_t seed, int frames = 25, Easing easing = Easing::linear) {
    return {{latent_from_seed(seed, 16, SeedMode::numpy), seed}, frames, easing};
}

/// Keys at 0, 10, 16; open 17 frames, closed 20.
Journey walk(Repeat repeat = Repeat::once, InterpolationMethod method = InterpolationMethod::slerp) {
    Journey journey;
    journey.method = method;
    journey.repeat = repeat;
    journey.keyframes = {face(1, 10), face(2, 6), face(3, 4)};
    return journey;
}

std::vector<std::uint32_t> seeds(const Journey& journey) {
    std::vector<std::uint32_t> found;
    for (const Keyframe& key : journey.keyframes) found.push_back(key.seed.value_or(0));
    return found;
}

std::vector<Latent> path_of(const Journey& journey) {
    std::vector<Latent> frames;
    for (std::int64_t i = 0; i < path_length(journey); ++i) frames.push_back(latent_at(journey, i));
    return frames;
}

void expect_same_path(const std::vector<Latent>& a, const std::vector<Latent>& b, double within) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < a[i].size(); ++j) ASSERT_NEAR(a[i][j], b[i][j], within) << i;
}

using Seeds = std::vector<std::uint32_t>;

TEST(JourneyEdit, AKeyIsPutInWhereItIsWanted) {
    Journey journey = walk();
    EXPECT_EQ(insert_key(journey, face(7), 4), 1u);  // between
    EXPECT_EQ(seeds(journey), (Seeds{1, 7, 2, 3}));
    EXPECT_EQ(key_frames(journey), (Frames{0, 4, 10, 16}));
    EXPECT_EQ(insert_key(journey, face(8), 10), 3u);  // where one stands: in the middle of the span after it
    EXPECT_EQ(key_frames(journey), (Frames{0, 4, 10, 13, 16}));
    EXPECT_EQ(insert_key(journey, face(9), 40), 5u);  // behind the end
    EXPECT_EQ(key_frames(journey), (Frames{0, 4, 10, 13, 16, 40}));
    EXPECT_EQ(path_length(journey), 41);

    journey = walk();
    EXPECT_EQ(insert_key(journey, face(9), 16), 3u);  // on the last: as far behind it as it says
    EXPECT_EQ(key_frames(journey), (Frames{0, 10, 16, 20}));

    journey = walk(Repeat::loop);
    EXPECT_EQ(insert_key(journey, face(9), 18), 3u);  // in the span that leads back
    EXPECT_EQ(key_frames(journey), (Frames{0, 10, 16, 18}));
    EXPECT_EQ(path_length(journey), 20);

    journey.keyframes = {face(1, 1), face(2, 1)};
    EXPECT_EQ(insert_key(journey, face(9), 0), 1u);  // no frame between: it is made
    EXPECT_EQ(key_frames(journey), (Frames{0, 1, 2}));
    journey.keyframes.clear();
    EXPECT_EQ(insert_key(journey, face(9), 5), 0u);
    EXPECT_EQ(path_length(journey), 1);
    EXPECT_THROW(insert_key(journey, {{{1, 2}}, 1, Easing::linear}, 0), Error);
}

TEST(JourneyEdit, AKeyMovesBetweenItsNeighbors) {
    Journey journey = walk();
    move_key(journey, 1, 12);
    EXPECT_EQ(key_frames(journey), (Frames{0, 12, 16}));
    move_key(journey, 1, 100);
    EXPECT_EQ(key_frames(journey), (Frames{0, 15, 16}));
    move_key(journey, 1, -5);
    EXPECT_EQ(key_frames(journey), (Frames{0, 1, 16}));
    move_key(journey, 2, 1499);
    EXPECT_EQ(key_frames(journey), (Frames{0, 1, 1499}));
    EXPECT_EQ(path_length(journey), 1500);
    move_key(journey, 0, 7);
    EXPECT_EQ(key_frames(journey), (Frames{0, 1, 1499}));
    journey = walk(Repeat::loop);
    move_key(journey, 2, 100);
    EXPECT_EQ(key_frames(journey), (Frames{0, 10, 19}));
    EXPECT_EQ(path_length(journey), 20);
}

TEST(JourneyEdit, ASplitLeavesEveryFrameAsItWas) {
    for (const InterpolationMethod method : {InterpolationMethod::slerp, InterpolationMethod::lerp})
        for (const Repeat repeat : {Repeat::once, Repeat::loop})
            for (std::int64_t frame = 0; frame < 17; ++frame) {
                Journey journey = walk(repeat, method);
                const std::vector<Latent> before = path_of(journey);
                const std::size_t key = split_span(journey, frame);
                EXPECT_EQ(key_frames(journey)[key], frame);
                EXPECT_EQ(journey.keyframes.size(), frame == 0 || frame == 10 || frame == 16 ? 3u : 4u);
                expect_same_path(path_of(journey), before, 2e-6);
            }
    // On the great circle with hypersphere, too.
    Journey journey = walk(Repeat::once, InterpolationMethod::hypersphere);
    split_span(journey, 4);
    const double whole = angle_degrees(journey.keyframes[0].latent, journey.keyframes[2].latent);
    EXPECT_NEAR(angle_degrees(journey.keyframes[0].latent, journey.keyframes[1].latent) +
                    angle_degrees(journey.keyframes[1].latent, journey.keyframes[2].latent),
                whole, 1e-3);
    journey.keyframes[0].easing = Easing::smooth;
    EXPECT_EQ(split_span(journey, 2), 1u);
    EXPECT_EQ(journey.keyframes[0].easing, Easing::in);
    EXPECT_EQ(journey.keyframes[1].easing, Easing::out);
}

TEST(JourneyEdit, KeysAreCopiedRemovedReplacedAndSwapped) {
    Journey journey = walk();
    EXPECT_EQ(duplicate_key(journey, 0), 1u);
    EXPECT_EQ(seeds(journey), (Seeds{1, 1, 2, 3}));
    EXPECT_EQ(key_frames(journey), (Frames{0, 5, 10, 16}));
    EXPECT_TRUE(remove_key(journey, 1));
    EXPECT_EQ(journey, walk());
    EXPECT_TRUE(remove_key(journey, 1));
    EXPECT_EQ(key_frames(journey), (Frames{0, 16}));
    EXPECT_TRUE(remove_key(journey, 0));
    EXPECT_EQ(seeds(journey), (Seeds{3}));
    EXPECT_FALSE(remove_key(journey, 0));
    EXPECT_EQ(path_length(journey), 1);

    journey = walk(Repeat::loop);
    EXPECT_TRUE(remove_key(journey, 2));
    EXPECT_EQ(path_length(journey), 20);
    EXPECT_EQ(key_frames(journey), (Frames{0, 10}));
    journey = walk(Repeat::loop);
    EXPECT_TRUE(remove_key(journey, 0));
    EXPECT_EQ(path_length(journey), 20);
    EXPECT_EQ(seeds(journey), (Seeds{2, 3}));

    journey = walk();
    swap_keys(journey, 0, 2);
    EXPECT_EQ(seeds(journey), (Seeds{3, 2, 1}));
    EXPECT_EQ(key_frames(journey), key_frames(walk()));
    replace_key(journey, 1, face(9));
    EXPECT_EQ(seeds(journey), (Seeds{3, 9, 1}));
    EXPECT_EQ(journey.keyframes[1].frames, 6);
    EXPECT_THROW(remove_key(journey, 3), Error);
}

TEST(JourneyEdit, ExactFramesMoveAllThatFollows) {
    Journey journey = walk();
    set_frames(journey, 0, 300);
    EXPECT_EQ(key_frames(journey), (Frames{0, 300, 306}));
    set_frames(journey, 1, -4);
    EXPECT_EQ(key_frames(journey), (Frames{0, 300, 301}));
    set_frames(journey, 0, 5'000'000);
    EXPECT_EQ(path_length(journey), kMaxJourneyFrames);
}

TEST(JourneyEdit, ReversedEveryFrameIsWhereItsMirrorWas) {
    for (const Repeat repeat : {Repeat::once, Repeat::loop, Repeat::ping_pong})
        for (const InterpolationMethod method : kInterpolationMethods) {
            Journey journey = walk(repeat, method);
            // Of one length: hypersphere keeps that of a span's first key.
            for (Keyframe& key : journey.keyframes) {
                const double size = length(key.latent);
                for (float& x : key.latent) x = static_cast<float>(4 * x / size);
            }
            journey.keyframes[0].easing = Easing::in;
            journey.keyframes[1].easing = Easing::smooth;
            journey.pacing = Pacing::even_spans;
            journey.keyframes[1].change = {0, 1, 5, 6};
            for (std::size_t i = 0; i < 3; ++i) {
                if (i != 1) journey.keyframes[i].change = {0, 1};
                if (i < span_count(journey)) journey.keyframes[i].change_of = span_mark(journey, i);
            }
            if (!closes(journey)) journey.keyframes[2].change.clear();
            const Journey original = journey;
            const std::vector<Latent> before = path_of(journey);
            reverse(journey);
            EXPECT_TRUE(is_measured(journey));
            const std::vector<Latent> after = path_of(journey);
            ASSERT_EQ(after.size(), before.size());
            for (std::size_t i = 0; i < after.size(); ++i) {
                const std::size_t mirror =
                    closes(journey) ? (before.size() - i) % before.size() : before.size() - 1 - i;
                for (std::size_t j = 0; j < 16; ++j)
                    ASSERT_NEAR(after[i][j], before[mirror][j], 3e-5) << to_string(method) << " frame " << i;
            }
            reverse(journey);
            EXPECT_EQ(journey, original);
        }
    Journey journey = walk();
    journey.in = 2;
    journey.out = 5;
    reverse(journey);
    EXPECT_EQ(journey.in, 11);
    EXPECT_EQ(journey.out, 14);
}

TEST(JourneyEdit, TheWholeWayIsStretchedExactly) {
    for (const Repeat repeat : {Repeat::once, Repeat::loop})
        for (const std::int64_t wanted : {1, 3, 4, 17, 40, 1500, 99999}) {
            Journey journey = walk(repeat);
            set_path_length(journey, wanted);
            EXPECT_EQ(path_length(journey), std::max<std::int64_t>(wanted, 3));
        }
    Journey journey = walk(Repeat::loop);
    set_path_length(journey, 2000);
    EXPECT_EQ(key_frames(journey), (Frames{0, 1000, 1600}));
}

TEST(JourneyEdit, ManyRandomEditsKeepAJourneyThatCanBeWalked) {
    std::mt19937 random(7);
    const auto pick = [&](std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random);
    };
    Journey journey = walk();
    for (int i = 0; i < 3000; ++i) {
        const auto key =
            static_cast<std::size_t>(pick(0, static_cast<std::int64_t>(journey.keyframes.size()) - 1));
        const std::int64_t frame = pick(-3, path_length(journey) + 5);
        switch (pick(0, 8)) {
            case 0:
                if (journey.keyframes.size() < 12)
                    insert_key(journey, face(static_cast<std::uint32_t>(i)), frame);
                break;
            case 1:
                move_key(journey, key, frame);
                break;
            case 2:
                set_frames(journey, key, pick(-2, 40));
                break;
            case 3:
                if (frame >= 0 && frame < path_length(journey) && journey.keyframes.size() < 12)
                    split_span(journey, frame);
                break;
            case 4:
                if (journey.keyframes.size() < 12) duplicate_key(journey, key);
                break;
            case 5:
                remove_key(journey, key);
                break;
            case 6:
                reverse(journey);
                break;
            case 7:
                set_path_length(journey, pick(0, 200));
                break;
            default:
                journey.repeat = static_cast<Repeat>(pick(0, 2));
                journey.method = static_cast<InterpolationMethod>(pick(0, 3));
        }
        const std::vector<std::int64_t> starts = key_frames(journey);
        for (std::size_t k = 1; k < starts.size(); ++k) ASSERT_GT(starts[k], starts[k - 1]);
        const std::int64_t at = pick(0, path_length(journey) - 1);
        for (float x : latent_at(journey, at)) ASSERT_TRUE(std::isfinite(x));
    }
}

}  // namespace
}  // namespace progan
