#include "app/explorer/ui/time_left.h"

#include <gtest/gtest.h>

namespace progan {
namespace {

TEST(TimeLeftText, RoundsAnEstimateUp) {
    EXPECT_EQ(time_left_text(0), "0 s left");
    EXPECT_EQ(time_left_text(2.1), "3 s left");
    EXPECT_EQ(time_left_text(90), "90 s left");
    EXPECT_EQ(time_left_text(90.5), "2 min left");
    EXPECT_EQ(time_left_text(601), "11 min left");
    EXPECT_EQ(time_left_text(5400), "90 min left");
    EXPECT_EQ(time_left_text(5401), "1.6 h left");
    EXPECT_EQ(time_left_text(36000), "10.0 h left");
}

}  // namespace
}  // namespace progan
