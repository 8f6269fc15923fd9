#include "core/labels/correlation.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

double of(const std::vector<double>& a, const std::vector<double>& b) {
    return correlation(a, b);
}

TEST(Correlation, IsPearsonsOverWhatBothHave) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    EXPECT_DOUBLE_EQ(of({1, 2, 3}, {2, 4, 6}), 1);
    EXPECT_DOUBLE_EQ(of({1, 2, 3}, {3, 2, 1}), -1);
    EXPECT_DOUBLE_EQ(of({1, 2, 3, 4}, {1, -1, -1, 1}), 0);
    EXPECT_DOUBLE_EQ(of({1, none, 2, 3}, {2, 9, 4, none}), 1);
    EXPECT_EQ(of({1, none}, {none, 2}), 0);
    EXPECT_EQ(of({1, 1}, {2, 3}), 0);
    EXPECT_EQ(test::error_of([] { of({1}, {1, 2}); }), "1 values cannot be correlated with 2.");
}

}  // namespace
}  // namespace progan
