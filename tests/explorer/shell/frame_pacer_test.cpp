// When frames are drawn: arithmetic only.
#include "app/explorer/shell/performance/frame_pacer.h"

#include <gtest/gtest.h>

#include "tests/explorer/window_time.h"

namespace progan {
namespace {

using test::at;
using test::seconds;

/// A pacer whose first frames have been drawn, the last of them from 10 to 10.01 seconds.
FramePacer settled() {
    FramePacer pacer;
    for (int i = 0; i < 3; ++i) pacer.frame_began(at(10));
    pacer.frame_ended(at(10.01));
    return pacer;
}

TEST(FramePacer, NothingHappensNothingIsDrawn) {
    const FramePacer pacer = settled();
    EXPECT_FALSE(pacer.next_frame(at(100), {}));
    EXPECT_FALSE(pacer.is_due(at(100), {}));
}

TEST(FramePacer, InputIsWorthThreeFrames) {
    FramePacer pacer = settled();
    pacer.input();
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(pacer.is_due(at(20), {}));
        pacer.frame_began(at(20));
    }
    EXPECT_FALSE(pacer.is_due(at(20), {}));
    pacer.want_frame();
    EXPECT_TRUE(pacer.is_due(at(20), {}));
}

TEST(FramePacer, AWantedFrameDoesNotShortenTheSettling) {
    FramePacer pacer = settled();
    pacer.input();
    pacer.want_frame();
    pacer.frame_began(at(20));
    EXPECT_TRUE(pacer.is_due(at(20), {}));
}

TEST(FramePacer, ProgressComesTenTimesPerSecond) {
    FramePacer pacer = settled();
    pacer.progress();
    EXPECT_DOUBLE_EQ(seconds(*pacer.next_frame(at(10.02), {})), 10.11);
    EXPECT_FALSE(pacer.is_due(at(10.1), {}));
    EXPECT_TRUE(pacer.is_due(at(10.12), {}));
    pacer.frame_began(at(10.12));
    EXPECT_FALSE(pacer.next_frame(at(10.2), {}));
}

TEST(FramePacer, WhatPlaysIsDrawnAtOnceUnlessItWouldKeepTheFaceFromComing) {
    const FramePacer pacer = settled();
    FramePacer::Now what;
    what.animating = true;
    EXPECT_TRUE(pacer.is_due(at(10.02), what));
    what.cores_shared = true;
    EXPECT_FALSE(pacer.is_due(at(10.02), what));
    EXPECT_TRUE(pacer.is_due(at(10.034), what));
}

TEST(FramePacer, TheEarliestOfAllReasonsCounts) {
    const FramePacer pacer = settled();
    FramePacer::Now what;
    what.alarm = at(12);
    EXPECT_DOUBLE_EQ(seconds(*pacer.next_frame(at(11), what)), 12);
    what.typing = true;
    EXPECT_DOUBLE_EQ(seconds(*pacer.next_frame(at(10.02), what)), 10.41);
    what.loading = true;
    EXPECT_DOUBLE_EQ(seconds(*pacer.next_frame(at(10.02), what)), 10.11);
}

TEST(FramePacer, AMinimizedWindowIsOnlyLookedAtNowAndThen) {
    FramePacer pacer = settled();
    pacer.input();
    FramePacer::Now what;
    what.minimized = true;
    EXPECT_FALSE(pacer.is_due(at(20), what));
    EXPECT_DOUBLE_EQ(seconds(*pacer.next_frame(at(20), what)), 20.2);
}

TEST(FramePacer, FramesAreNotCloserThanTheDisplayShowsThem) {
    EXPECT_EQ(FramePacer().too_early(at(5), Seconds{0.015}), Seconds{0});
    const FramePacer pacer = settled();
    EXPECT_NEAR(pacer.too_early(at(10.005), Seconds{0.015}).count(), 0.01, 1e-12);
    EXPECT_EQ(pacer.too_early(at(10.02), Seconds{0.015}), Seconds{0});
}

}  // namespace
}  // namespace progan
