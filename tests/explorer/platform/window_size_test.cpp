// The first and the smallest size of the window follow the scale, inside the work area.
#include "app/explorer/platform/window_size.h"

#include <gtest/gtest.h>

namespace progan {
namespace {

TEST(WindowSize, FollowsTheScale) {
    EXPECT_EQ(window_size(kFirstWindow, 1, {3840, 2160}, {}), (WindowSize{1280, 800}));
    EXPECT_EQ(window_size(kFirstWindow, 2, {3840, 2160}, {}), (WindowSize{2560, 1600}));
    EXPECT_EQ(window_size(kMinWindow, 1.5, {3840, 2160}, {}), (WindowSize{1200, 750}));
}

TEST(WindowSize, StaysInsideTheWorkAreaWithItsFrame) {
    EXPECT_EQ(window_size(kFirstWindow, 2, {1920, 1040}, {2, 30}), (WindowSize{1918, 1010}));
    EXPECT_EQ(window_size(kMinWindow, 2, {1366, 728}, {}), (WindowSize{1366, 728}));
    EXPECT_EQ(window_size(kFirstWindow, 2, {}, {2, 30}), (WindowSize{2560, 1600}));  // not known
}

TEST(WindowSize, ComesBackFromWhatTheSessionKeeps) {
    for (const double scale : {1.0, 1.25, 1.5, 2.0, 3.0})
        for (int width = 1200; width < 1300; ++width) {
            const WindowSize kept = size_at_scale_1({width, 800}, scale);
            const WindowSize first = window_size(kept, scale, {}, {});
            EXPECT_EQ(size_at_scale_1(first, scale), kept) << width << " at " << scale;
        }
}

}  // namespace
}  // namespace progan
