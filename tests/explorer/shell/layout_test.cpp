// Where the panels are, from the smallest window to a large display at twice the size.
#include "app/explorer/shell/layout.h"

#include <gtest/gtest.h>

#include <tuple>

namespace progan {
namespace {

LayoutNeeds needs(float width, float height, float scale = 1) {
    return {width, height, scale, 140 * scale, 0};
}

TEST(LayoutTest, ThePictureHasMoreThanHalfOfTheHeight) {
    constexpr float kTools = 40;  // over the picture
    for (const auto& [width, height, scale] :
         {std::tuple{1024, 640, 1.0f}, {1280, 800, 1.0f}, {1440, 900, 1.0f}, {2880, 1800, 2.0f}}) {
        const Layout layout =
            layout_of({}, needs(static_cast<float>(width), static_cast<float>(height), scale));
        EXPECT_GE(layout.center.height - kTools * scale, 0.55f * static_cast<float>(height)) << width;
        EXPECT_GE(layout.center.width, 0.55f * static_cast<float>(height)) << width;
    }
    PanelsState open;
    open.timeline = true;
    const Layout layout = layout_of(open, needs(1280, 800));
    EXPECT_TRUE(layout.timeline_open);
    EXPECT_GE(layout.center.height - kTools, 0.55f * 800);
}

TEST(LayoutTest, PartsFillTheWindowAndNeverOverlap) {
    for (const float width : {640.0f, 720.0f, 800.0f, 960.0f, 1024.0f, 1280.0f, 2560.0f})
        for (const Fold left : {Fold::automatic, Fold::open, Fold::folded})
            for (const Fold right : {Fold::automatic, Fold::open, Fold::folded})
                for (const bool timeline : {false, true}) {
                    PanelsState panels;
                    panels.left = left;
                    panels.right = right;
                    panels.timeline = timeline;
                    panels.left_width = panels.right_width = width > 1000 ? 440 : 0;
                    const Layout layout = layout_of(panels, needs(width, 500));
                    EXPECT_FLOAT_EQ(layout.left.right(), layout.center.x);
                    EXPECT_FLOAT_EQ(layout.center.right(), layout.right.x);
                    EXPECT_FLOAT_EQ(layout.right.right(), width);
                    EXPECT_FLOAT_EQ(layout.top.bottom(), layout.center.y);
                    EXPECT_FLOAT_EQ(layout.center.bottom(), layout.bottom.y);
                    EXPECT_FLOAT_EQ(layout.bottom.bottom(), 500);
                    EXPECT_GE(layout.center.width, 300) << width;
                }
}

TEST(LayoutTest, ANarrowWindowFoldsTheFavouritesUnlessAPersonOpensThem) {
    EXPECT_TRUE(layout_of({}, needs(1024, 640)).right_open);
    EXPECT_FALSE(layout_of({}, needs(800, 500)).right_open);
    EXPECT_FALSE(layout_of({}, needs(1440, 900, 2)).right_open);
    PanelsState opened;
    opened.right = Fold::open;
    EXPECT_TRUE(layout_of(opened, needs(800, 500)).right_open);
    EXPECT_TRUE(layout_of(opened, needs(1440, 900, 2)).right_open);
}

TEST(LayoutTest, AVeryNarrowWindowFoldsTheSlidersTooUnlessAPersonOpensThem) {
    EXPECT_TRUE(layout_of({}, needs(640, 400)).left_open);
    const Layout layout = layout_of({}, needs(1024, 640, 2));
    EXPECT_FALSE(layout.left_open);
    EXPECT_GT(layout.center.width, 900);
    PanelsState opened;
    opened.left = Fold::open;
    EXPECT_TRUE(layout_of(opened, needs(1024, 640, 2)).left_open);
}

TEST(LayoutTest, WidthsAreKeptWithinTheirBounds) {
    PanelsState panels;
    panels.left_width = 400;
    panels.right_width = 5000;
    const Layout layout = layout_of(panels, needs(2000, 1000));
    EXPECT_FLOAT_EQ(layout.left.width, 400);
    EXPECT_FLOAT_EQ(layout.right.width, static_cast<float>(kMaxRight));
    panels.left_width = 1;
    EXPECT_FLOAT_EQ(layout_of(panels, needs(2000, 1000)).left.width, static_cast<float>(kMinLeft));
}

TEST(LayoutTest, ThePictureAloneHasTheWholeWindow) {
    PanelsState panels;
    panels.alone = true;
    const Layout layout = layout_of(panels, needs(1280, 800));
    EXPECT_FLOAT_EQ(layout.center.width, 1280);
    EXPECT_FLOAT_EQ(layout.center.height, 800);
    EXPECT_TRUE(layout.top.empty() && layout.left.empty() && layout.right.empty() && layout.bottom.empty());
}

TEST(LayoutTest, ALowWindowKeepsThePictureAndNotTheTimeline) {
    PanelsState panels;
    panels.timeline = true;
    EXPECT_FALSE(layout_of(panels, needs(800, 360)).timeline_open);
    EXPECT_TRUE(layout_of(panels, needs(1440, 900, 2)).timeline_open);
}

}  // namespace
}  // namespace progan
