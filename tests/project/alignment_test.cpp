// Photos laid over a model's faces, against pictures that were turned and scaled by arithmetic.
#include "core/project/alignment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

using test::error_of;

/// A picture of a smooth function of the place, in pixels.
using Color = std::function<double(double x, double y, int channel)>;
Image drawn(int width, int height, const Color& color) {
    Image image(width, height);
    std::size_t at = 0;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c)
                image.rgb[at++] = static_cast<std::uint8_t>(std::lround(color(x + 0.5, y + 0.5, c)));
    return image;
}
double waves(double x, double y, int c) {
    return 127 + 60 * std::sin(x * 4 + c) + 60 * std::cos(y * 5 - c);
}

const FaceAnchors kModel{{0.4, 0.475}, {0.6, 0.475}, {0.5, 0.7}};

/// The anchors of a photo in which the model's square of side 1 is `scale` pixels wide, turned by `degrees`
/// about its middle, which lies at (x, y).
AnchorPoint placed(const AnchorPoint& point, double scale, double degrees, double x, double y) {
    const double turn = degrees * M_PI / 180, u = (point.x - 0.5) * scale, v = (point.y - 0.5) * scale;
    return {x + u * std::cos(turn) - v * std::sin(turn), y + u * std::sin(turn) + v * std::cos(turn)};
}
FaceAnchors placed(double scale, double degrees, double x, double y) {
    return {placed(kModel.left_eye, scale, degrees, x, y), placed(kModel.right_eye, scale, degrees, x, y),
            placed(kModel.mouth, scale, degrees, x, y)};
}

double mean_difference(const Image& a, const Image& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.rgb.size(); ++i) sum += std::abs(a.rgb[i] - b.rgb[i]);
    return sum / static_cast<double>(a.rgb.size());
}

TEST(Alignment, UndoesTurningScalingAndMoving) {
    constexpr int kSide = 64;
    const Image expected =
        drawn(kSide, kSide, [](double x, double y, int c) { return waves(x / kSide, y / kSide, c); });
    for (const double scale : {40.0, 64.0, 150.0, 700.0})
        for (const double degrees : {0.0, 20.0, -90.0, 180.0}) {
            const double x = scale * 0.9, y = scale;
            const auto side = static_cast<int>(2 * scale);
            const double turn = degrees * M_PI / 180;
            const Image photo = drawn(side, side, [&](double px, double py, int c) {
                const double u = (px - x) / scale, v = (py - y) / scale;
                return waves(0.5 + u * std::cos(turn) + v * std::sin(turn),
                             0.5 - u * std::sin(turn) + v * std::cos(turn), c);
            });
            const AlignedPhoto aligned = align(photo, placed(scale, degrees, x, y), kModel, kSide);
            EXPECT_LT(mean_difference(aligned.picture, expected), 1.0)
                << scale << " pixels, " << degrees << " degrees";
            EXPECT_TRUE(aligned.weights.empty()) << "all of it lies in the photo";
        }
}

TEST(Alignment, WhatLiesOutsideThePhotoDoesNotCount) {
    // The left quarter of the face is missing.
    const Image photo = drawn(96, 128, [](double, double, int) { return 50; });
    const AlignedPhoto aligned = align(photo, placed(128, 0, 32, 64), kModel, 32);
    ASSERT_EQ(aligned.weights.size(), 32u * 32u);
    for (int y = 0; y < 32; ++y)
        for (int x = 0; x < 32; ++x)
            EXPECT_EQ(aligned.weights[static_cast<std::size_t>(y * 32 + x)], x < 8 ? 0 : 1) << x << " " << y;
    for (const std::uint8_t value : aligned.picture.rgb) EXPECT_EQ(value, 50);
}

/// Three points that no similarity brings together: the least sum of squares, by hand. The eyes are 2 apart
/// in both, the mouth is 1 below them in one and 2 in the other: the scale is 1.25, the middles of the three
/// fit.
TEST(Alignment, TakesTheLeastSquaresOfThree) {
    const FaceAnchors model{{0.25, 0.25}, {0.75, 0.25}, {0.5, 0.5}};
    const FaceAnchors photo{{100, 100}, {200, 100}, {150, 200}};
    // With u about the means: model (-.25, -1/12), (.25, -1/12), (0, 1/6); photo (-50, -100/3), (50, -100/3),
    // (0, 200/3). Scale = (25 + 50/6 + 200/18) / (1/8 + 1/24) = 44.44 / .1667 = 266.67 pixels per side.
    const double scale = (25 + 50.0 / 9 + 100.0 / 9) / (1.0 / 8 + 1.0 / 24);
    const Image ramp = drawn(400, 400, [](double x, double, int) { return x / 2; });
    const AlignedPhoto aligned = align(ramp, photo, model, 16);
    for (int x = 0; x < 16; ++x)
        EXPECT_NEAR(aligned.picture.rgb[static_cast<std::size_t>(8 * 16 + x) * 3],
                    std::max(0.0, 150 + ((x + 0.5) / 16 - 0.5) * scale) / 2, 1.0)
            << x;
}

TEST(Alignment, RefusesWhatIsNoFaceInOneSentence) {
    const Image photo = drawn(100, 100, waves);
    EXPECT_NE(error_of([&] {
                  align(photo, {{10, 10}, {10, 10}, {20, 30}}, kModel, 32);
              }).find("cannot be that of a face"),
              std::string::npos);
    EXPECT_NE(error_of([&] {
                  align(photo, {{10, 10}, {30, NAN}, {20, 30}}, kModel, 32);
              }).find("cannot be that of a face"),
              std::string::npos);
    EXPECT_EQ(error_of([&] { align(photo, placed(100, 0, 500, 500), kModel, 32); }),
              "Only 0 % of the face that the eyes and the mouth belong to is in the photo.");
    EXPECT_EQ(error_of([&] { central_part(Image(1, 1), 32); }),
              "The photo has only 1 x 1 pixels, but needs at least 8 per side.");
    EXPECT_EQ(central_part(photo, 32).picture.width, 32);
}

TEST(Alignment, TheSquareInThePhotoIsWhatIsCut) {
    const std::array<AnchorPoint, 4> corners = square_in_photo(placed(80, 30, 100, 90), kModel);
    const AnchorPoint expected[] = {placed({0, 0}, 80, 30, 100, 90), placed({1, 0}, 80, 30, 100, 90),
                                    placed({1, 1}, 80, 30, 100, 90), placed({0, 1}, 80, 30, 100, 90)};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR(corners[i].x, expected[i].x, 1e-9) << i;
        EXPECT_NEAR(corners[i].y, expected[i].y, 1e-9) << i;
    }
}

TEST(Alignment, TheCentralAnchorsCutTheCentralSquare) {
    const FaceAnchors central = central_anchors(300, 200, kModel);
    const std::array<AnchorPoint, 4> corners = square_in_photo(central, kModel);
    EXPECT_NEAR(corners[0].x, 50, 1e-9);
    EXPECT_NEAR(corners[0].y, 0, 1e-9);
    EXPECT_NEAR(corners[2].x, 250, 1e-9);
    EXPECT_NEAR(corners[2].y, 200, 1e-9);
}

}  // namespace
}  // namespace progan
