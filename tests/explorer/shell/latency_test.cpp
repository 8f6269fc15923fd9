#include "app/explorer/shell/performance/latency.h"

#include <gtest/gtest.h>

#include "tests/explorer/window_time.h"

namespace progan {

using test::at;

TEST(LatencyMeter, MeasuresFromTheFirstInputToTheSwap) {
    LatencyMeter meter;
    meter.input(at(1.000));
    meter.input(at(1.005));  // the same request answers both: the hand waited since the first
    meter.submitted(7);
    meter.shown(7, at(1.030));
    EXPECT_EQ(meter.count(), 1u);
    EXPECT_NEAR(meter.percentile_ms(50), 30, 1e-9);
}

TEST(LatencyMeter, SupersededRequestsAreNotMeasured) {
    LatencyMeter meter;
    meter.input(at(1));
    meter.submitted(1);
    meter.input(at(2));
    meter.submitted(2);
    meter.shown(2, at(2.010));
    EXPECT_EQ(meter.count(), 1u);
    EXPECT_NEAR(meter.percentile_ms(95), 10, 1e-6);
}

TEST(LatencyMeter, RequestsWithoutInputDoNotCount) {
    LatencyMeter meter;
    meter.submitted(1);
    meter.shown(1, at(5));
    EXPECT_EQ(meter.count(), 0u);
    EXPECT_EQ(meter.percentile_ms(50), 0);
}

TEST(LatencyMeter, InputThatAskedForNoFaceIsForgotten) {
    LatencyMeter meter;
    meter.input(at(1));  // the pointer crossed the window
    for (int frame = 0; frame < 3; ++frame) meter.frame_without_request();
    meter.input(at(9));
    meter.frame_without_request();
    meter.submitted(1);
    meter.shown(1, at(9.020));
    EXPECT_NEAR(meter.percentile_ms(50), 20, 1e-6);
}

TEST(LatencyMeter, PercentilesAreNearestRank) {
    LatencyMeter meter;
    for (int i = 1; i <= 100; ++i) {
        meter.input(at(i));
        meter.submitted(static_cast<std::uint64_t>(i));
        meter.shown(static_cast<std::uint64_t>(i), at(i + i * 0.001));
    }
    EXPECT_NEAR(meter.percentile_ms(50), 50, 1e-6);
    EXPECT_NEAR(meter.percentile_ms(95), 95, 1e-6);
    EXPECT_NEAR(meter.percentile_ms(100), 100, 1e-6);
}

}  // namespace progan
