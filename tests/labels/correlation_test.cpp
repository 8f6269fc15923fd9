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

TEST(Correlation, OfLabelsSeesWhatIsOnlyLabelledForSome) {
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    const std::vector<double> man{-1, -1, -1, 1, 1, 1}, beard{kNone, kNone, kNone, 0.1, 0.9, 0.5};
    EXPECT_EQ(correlation(man, beard), 0) << "all that have a label are men";
    EXPECT_DOUBLE_EQ(label_correlation(man, beard), 1);
    EXPECT_DOUBLE_EQ(label_correlation(beard, man), 1);
    const std::vector<double> a{1, 2, 3, 4}, b{4, 3, 2, 1};
    EXPECT_DOUBLE_EQ(label_correlation(a, b), -1) << "as without gaps";
}

TEST(Correlation, StandardDeviation) {
    EXPECT_EQ(standard_deviation(std::vector<double>{}), 0);
    EXPECT_DOUBLE_EQ(standard_deviation(std::vector<double>{1, 3}), 1);
    EXPECT_DOUBLE_EQ(standard_deviation(std::vector<double>{2, 4, 4, 4, 5, 5, 7, 9}), 2);
}

}  // namespace
}  // namespace progan
