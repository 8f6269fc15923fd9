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

TEST(TimeLeftText, PromisesNoMoreThanALowerBound) {
    EXPECT_EQ(time_left_text(2.9, TimeLeft::at_least), "at least 2 s left");
    EXPECT_EQ(time_left_text(90.9, TimeLeft::at_least), "at least 90 s left");
    EXPECT_EQ(time_left_text(119, TimeLeft::at_least), "at least 1 min left");
    EXPECT_EQ(time_left_text(5459, TimeLeft::at_least), "at least 90 min left");
    EXPECT_EQ(time_left_text(5460, TimeLeft::at_least), "at least 1.5 h left");
    EXPECT_EQ(time_left_text(7199, TimeLeft::at_least), "at least 1.9 h left");
}

}  // namespace
}  // namespace progan
