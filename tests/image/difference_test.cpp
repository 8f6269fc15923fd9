#include "core/image/difference.h"

#include <gtest/gtest.h>
#include <algorithm>

#include <cmath>
#include <random>

#include "core/support/error.h"

namespace progan {
namespace {

Image noise(int width, int height, unsigned seed) {
    Image image(width, height);
    std::mt19937 engine(seed);
    for (std::uint8_t& value : image.rgb) value = static_cast<std::uint8_t>(engine() % 256);
    return image;
}

double luma(const std::array<std::uint8_t, 3>& color) {
    return 0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2];
}

TEST(Difference, IsThatOfEveryPixel) {
    const Image a = noise(13, 7, 1), b = noise(13, 7, 2);
    const Difference found = difference(a, b);
    ASSERT_EQ(found.pixels.size(), 13u * 7);
    double sum = 0, largest = 0;
    for (int y = 0; y < 7; ++y)
        for (int x = 0; x < 13; ++x) {
            const auto at = static_cast<std::size_t>((y * 13 + x) * 3);
            double pixel = 0;
            for (std::size_t c = at; c < at + 3; ++c)
                pixel += std::abs(static_cast<double>(a.rgb[c]) - static_cast<double>(b.rgb[c])) / 3;
            EXPECT_NEAR(found.pixels[at / 3], pixel, 1e-4);
            sum += pixel;
            largest = std::max(largest, pixel);
        }
    EXPECT_NEAR(found.mean, sum / 91, 1e-9);
    EXPECT_NEAR(found.max, largest, 1e-9);
    EXPECT_EQ(difference(b, a).pixels, found.pixels);
    EXPECT_EQ(difference(a, a).max, 0);
}

TEST(Difference, TheMapShowsItInColors) {
    Image a(3, 1), b(3, 1);
    b.rgb = {0, 0, 0, 60, 0, 0, 255, 255, 255};
    const Difference found = difference(a, b);
    EXPECT_EQ(found.pixels, (std::vector<float>{0, 20, 255}));
    const Image map = heat_map(found, 40);
    ASSERT_EQ(map.width, 3);
    const auto middle = heat_color(0.5), most = heat_color(1);
    EXPECT_EQ(map.rgb, (std::vector<std::uint8_t>{0, 0, 0, middle[0], middle[1], middle[2], most[0], most[1],
                                                  most[2]}));
    EXPECT_EQ(heat_scale(found), 255);
    EXPECT_EQ(heat_scale(difference(a, a)), 16);
    b.rgb = {0, 0, 0, 60, 60, 60, 0, 0, 0};
    EXPECT_EQ(heat_scale(difference(a, b)), 64);
}

TEST(Difference, ColorsGrowEvenlyBrighter) {
    for (int i = 1; i <= 100; ++i) EXPECT_GT(luma(heat_color(i / 100.0)), luma(heat_color((i - 1) / 100.0)));
    for (int i = 0; i <= 100; ++i) EXPECT_NEAR(luma(heat_color(i / 100.0)), i / 100.0 * 245, 2) << i;
    EXPECT_EQ(heat_color(-1), heat_color(0));
    EXPECT_EQ(heat_color(7), heat_color(1));
    EXPECT_EQ(heat_color(std::nan("")), heat_color(0));
}

TEST(Difference, OfDifferentPicturesIsRefused) {
    EXPECT_THROW(difference(Image(2, 2), Image(2, 3)), Error);
    EXPECT_THROW(difference(Image(), Image()), Error);
    EXPECT_THROW(heat_map(difference(Image(1, 1), Image(1, 1)), 0), Error);
}

}  // namespace
}  // namespace progan
