#include "app/explorer/ui/index_filter.h"

#include <gtest/gtest.h>

namespace progan {

TEST(IndexFilter, EmptyTextPassesAll) {
    EXPECT_TRUE(index_passes("", 0));
    EXPECT_TRUE(index_passes("  ", 511));
}

TEST(IndexFilter, NumbersAndRanges) {
    EXPECT_TRUE(index_passes("12", 12));
    EXPECT_FALSE(index_passes("12", 1));
    EXPECT_FALSE(index_passes("12", 120));
    EXPECT_TRUE(index_passes("3, 10-20", 3));
    EXPECT_TRUE(index_passes("3, 10-20", 10));
    EXPECT_TRUE(index_passes("3, 10-20", 20));
    EXPECT_FALSE(index_passes("3, 10-20", 9));
    EXPECT_FALSE(index_passes("3, 10-20", 21));
}

TEST(IndexFilter, HalfTypedRangeIsOpen) {
    EXPECT_TRUE(index_passes("10-", 10));
    EXPECT_TRUE(index_passes("10-", 500));
    EXPECT_FALSE(index_passes("10-", 9));
}

TEST(IndexFilter, WordsAndOverflowPassNone) {
    EXPECT_FALSE(index_passes("smile", 0));
    EXPECT_FALSE(index_passes("99999999999999999999999", 0));
    EXPECT_FALSE(index_passes("-5", 5));
    EXPECT_TRUE(index_passes("smile, 7", 7));
}

}  // namespace progan
