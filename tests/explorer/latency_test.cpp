#include "app/explorer/shell/latency.h"

#include <gtest/gtest.h>

namespace progan {

TEST(LatencyMeter, MeasuresFromTheFirstInputToTheSwap) {
    LatencyMeter meter;
    meter.input(1.000);
    meter.input(1.005);  // the same request answers both: the hand waited since the first
    meter.submitted(7);
    meter.shown(7, 1.030);
    EXPECT_EQ(meter.count(), 1u);
    EXPECT_NEAR(meter.percentile_ms(50), 30, 1e-9);
}

TEST(LatencyMeter, SupersededRequestsAreNotMeasured) {
    LatencyMeter meter;
    meter.input(1);
    meter.submitted(1);
    meter.input(2);
    meter.submitted(2);
    meter.shown(2, 2.010);
    EXPECT_EQ(meter.count(), 1u);
    EXPECT_NEAR(meter.percentile_ms(95), 10, 1e-6);
}

TEST(LatencyMeter, RequestsWithoutInputDoNotCount) {
    LatencyMeter meter;
    meter.submitted(1);
    meter.shown(1, 5);
    EXPECT_EQ(meter.count(), 0u);
    EXPECT_EQ(meter.percentile_ms(50), 0);
}

TEST(LatencyMeter, InputThatAskedForNoFaceIsForgotten) {
    LatencyMeter meter;
    meter.input(1);  // the pointer crossed the window
    for (int frame = 0; frame < 3; ++frame) meter.frame_without_request();
    meter.input(9);
    meter.frame_without_request();
    meter.submitted(1);
    meter.shown(1, 9.020);
    EXPECT_NEAR(meter.percentile_ms(50), 20, 1e-6);
}

TEST(LatencyMeter, PercentilesAreNearestRank) {
    LatencyMeter meter;
    for (int i = 1; i <= 100; ++i) {
        meter.input(i);
        meter.submitted(static_cast<std::uint64_t>(i));
        meter.shown(static_cast<std::uint64_t>(i), i + i * 0.001);
    }
    EXPECT_NEAR(meter.percentile_ms(50), 50, 1e-6);
    EXPECT_NEAR(meter.percentile_ms(95), 95, 1e-6);
    EXPECT_NEAR(meter.percentile_ms(100), 100, 1e-6);
}

}  // namespace progan
