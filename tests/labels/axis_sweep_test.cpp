// When an attribute counts as rising along an axis.
#include <gtest/gtest.h>

#include <limits>
#include <utility>
#include <vector>

#include "core/labels/face_reader.h"

namespace progan {
namespace {

/// A sweep of one face and one attribute, with an odd number of values.
AxisSweep sweep_of(const std::vector<double>& values) {
    AxisSweep sweep(10, static_cast<int>(values.size() / 2));
    std::vector<std::vector<double>> face;
    face.reserve(values.size());
    for (const double value : values) face.push_back({value});
    sweep.add(std::move(face));
    return sweep;
}

bool rises(const std::vector<double>& values) {
    return sweep_of(values).fraction_rising(static_cast<int>(values.size() / 2), 0) == 1;
}

TEST(AxisSweeps, RiseWhereNothingFallsBack) {
    EXPECT_TRUE(rises({-2, -1, 0, 1, 2}));
    EXPECT_TRUE(rises({0, 0, 0, 1, 2})) << "a beard that is not there cannot shrink";
    EXPECT_TRUE(rises({0, 1, 2, 2, 2}));
    EXPECT_TRUE(rises({0, 1, 0.91, 2, 3})) << "no change that a reader could tell";
    EXPECT_FALSE(rises({0, 1, 0.89, 2, 3}));
    EXPECT_FALSE(rises({0, 1, 0.94, 0.88, 3})) << "bit by bit";
    EXPECT_FALSE(rises({0, 0.02, 0.04, 0.06, 0.09})) << "nothing changes";
    EXPECT_FALSE(rises({2, 1, 0, -1, -2}));
}

TEST(AxisSweeps, LookAtTheRangeAlone) {
    const AxisSweep sweep = sweep_of({5, 0, 1, 2, -5});
    EXPECT_EQ(sweep.fraction_rising(1, 0), 1);
    EXPECT_EQ(sweep.fraction_rising(2, 0), 0);
    EXPECT_EQ(sweep.change(1, 0), 2);
    EXPECT_EQ(sweep.change(2, 0), -10);
}

TEST(AxisSweeps, CountFaces) {
    AxisSweep sweep(10, 1);
    sweep.add({{0}, {1}, {2}});
    sweep.add({{0}, {1}, {0.5}});
    sweep.add({{1}, {1}, {4}});
    sweep.add({{2}, {1}, {3}});
    EXPECT_EQ(sweep.fraction_rising(1, 0), 0.5);
    EXPECT_EQ(sweep.change(1, 0), (2 + 0.5 + 3 + 1) / 4);
}

TEST(AxisSweeps, AreOfUseAsFarAsTheyRiseAndStillGrow) {
    EXPECT_EQ(sweep_of({-4, -3, -2, -1, 0, 1, 2, 3, 4}).useful_range(0), 4) << "all the way";
    EXPECT_EQ(sweep_of({-2.1, -2.05, -2, -1, 0, 1, 2, 2.05, 2.1}).useful_range(0), 2) << "it has arrived";
    EXPECT_EQ(sweep_of({9, -3, -2, -1, 0, 1, 2, 3, 4}).useful_range(0), 3) << "it turns back";
    EXPECT_EQ(sweep_of({0, 0, 0, 0, 0, 0.1, 0.3, 1.5, 2.5}).useful_range(0), 4) << "it sets in late";
}

TEST(AxisSweeps, AreNotOfUseFurtherOutWhereFewerFacesRise) {
    // Two standard deviations are reached only by a step on which one of the two faces falls back.
    AxisSweep sweep(5, 3);
    sweep.add({{-2}, {-0.9}, {-0.4}, {0}, {0.4}, {0.9}, {2}});
    sweep.add({{-1}, {-0.9}, {-0.4}, {0}, {0.4}, {0.9}, {0.5}});
    EXPECT_EQ(sweep.useful_range(0), 2);
    AxisSweep both(5, 3);
    for (int face = 0; face < 2; ++face) both.add({{-2}, {-0.9}, {-0.4}, {0}, {0.4}, {0.9}, {2}});
    EXPECT_EQ(both.useful_range(0), 3);
}

TEST(AxisSweeps, LeaveOutFacesToWhichAnAttributeDoesNotApply) {
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    AxisSweep sweep(10, 1);
    sweep.add({{0}, {1}, {2}});
    EXPECT_EQ(sweep.fraction_rising(1, 0), 1);
    sweep.add({{kNone}, {kNone}, {5}});
    EXPECT_EQ(sweep.fraction_rising(1, 0), 1) << "one step says nothing";
    EXPECT_EQ(sweep.change(1, 0), 2);
    sweep.add({{kNone}, {1}, {2}});
    EXPECT_EQ(sweep.fraction_rising(1, 0), 1) << "it rises as far as it applies";
    EXPECT_EQ(sweep.change(1, 0), 2) << "of faces that have it at both ends";
    sweep.add({{2}, {kNone}, {1}});
    EXPECT_EQ(sweep.fraction_rising(1, 0), 2.0 / 3);
    AxisSweep of_none(10, 1);
    of_none.add({{kNone}, {kNone}, {kNone}});
    EXPECT_EQ(of_none.fraction_rising(1, 0), 0);
    EXPECT_EQ(of_none.change(1, 0), 0);
}

}  // namespace
}  // namespace progan
