#include "app/explorer/ui/view_geometry.h"

#include <gtest/gtest.h>

namespace progan {
namespace {

/// The point of the picture (0..1) that is under a point of the window.
double picture_x(const ViewGeometry& geometry, float x) {
    return (x - geometry.x) / geometry.width;
}

}  // namespace

TEST(ViewGeometry, FitCentersTheWholePicture) {
    ViewState view;
    const ViewGeometry geometry = view_geometry(view, 100, 50, 400, 300, 64, 64);
    EXPECT_NEAR(geometry.width, geometry.height, 1e-3);
    EXPECT_LE(geometry.height, 300);
    EXPECT_GT(geometry.height, 270);
    EXPECT_NEAR(geometry.x + geometry.width / 2, 300, 1e-3);
    EXPECT_NEAR(geometry.y + geometry.height / 2, 200, 1e-3);
}

TEST(ViewGeometry, NoPictureIsAnEmptyRectangle) {
    const ViewGeometry geometry = view_geometry(ViewState{}, 0, 0, 400, 300, 0, 0);
    EXPECT_EQ(geometry.width, 0);
}

TEST(ViewGeometry, ZoomKeepsThePointUnderThePointer) {
    ViewState view;
    ViewGeometry geometry = view_geometry(view, 0, 0, 400, 300, 64, 64);
    const float x = geometry.x + geometry.width * 0.7f, y = geometry.y + geometry.height * 0.6f;
    for (int step = 0; step < 5; ++step) {
        zoom_at(view, geometry, x, y, 1.2);
        geometry = view_geometry(view, 0, 0, 400, 300, 64, 64);
        EXPECT_NEAR(picture_x(geometry, x), 0.7, 1e-3) << step;
        EXPECT_NEAR((y - geometry.y) / geometry.height, 0.6, 1e-3) << step;
    }
    EXPECT_FALSE(view.fit);
}

TEST(ViewGeometry, OneToOneAndPan) {
    ViewState view;
    zoom_to(view, 1);
    ViewGeometry geometry = view_geometry(view, 0, 0, 400, 300, 64, 64);
    EXPECT_NEAR(geometry.width, 64, 1e-3);
    pan(view, geometry, 10, -5);
    const ViewGeometry moved = view_geometry(view, 0, 0, 400, 300, 64, 64);
    EXPECT_NEAR(moved.x - geometry.x, 10, 1e-3);
    EXPECT_NEAR(moved.y - geometry.y, -5, 1e-3);
}

TEST(ViewGeometry, ZoomIsBounded) {
    ViewState view;
    for (int i = 0; i < 200; ++i) zoom_at(view, view_geometry(view, 0, 0, 400, 300, 64, 64), 200, 150, 2);
    EXPECT_LE(view.zoom, 64);
    for (int i = 0; i < 200; ++i) zoom_at(view, view_geometry(view, 0, 0, 400, 300, 64, 64), 200, 150, 0.5);
    EXPECT_GE(view.zoom, 0.05);
}

}  // namespace progan
