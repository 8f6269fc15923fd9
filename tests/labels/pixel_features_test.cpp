// Pictures as their pixels.
#include "core/labels/pixel_features.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

Image of_color(int side, std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    Image image(side, side);
    for (std::size_t i = 0; i < image.rgb.size(); i += 3) {
        image.rgb[i] = red;
        image.rgb[i + 1] = green;
        image.rgb[i + 2] = blue;
    }
    return image;
}

std::vector<float> features(const PixelFeatures& pixels, const std::vector<Image>& images) {
    std::vector<float> result(pixels.size() * images.size());
    pixels.read(images, result);
    return result;
}

TEST(PixelFeatures, AreLuminanceThenColor) {
    const PixelFeatures pixels(64);
    ASSERT_EQ(pixels.size(), 32u * 32 + 2 * 16 * 16);
    const std::vector<float> read = features(pixels, {of_color(64, 255, 51, 0), of_color(128, 0, 0, 255)});
    EXPECT_NEAR(read[0], 0.299 + 0.587 * 0.2, 1e-5);
    EXPECT_NEAR(read[32 * 32 - 1], 0.299 + 0.587 * 0.2, 1e-5);
    EXPECT_NEAR(read[32 * 32], 1 - 0.2, 1e-5) << "red above green";
    EXPECT_NEAR(read[32 * 32 + 1], -0.2, 1e-5) << "blue below green";
    EXPECT_NEAR(read[pixels.size()], 0.114, 1e-5) << "the second picture, of another size";
    EXPECT_NEAR(read.back(), 1, 1e-5);
}

TEST(PixelFeatures, TellWhereSomethingIs) {
    const PixelFeatures pixels(32);
    Image dot(32, 32);
    dot.rgb[3 * (5 * 32 + 7) + 1] = 255;
    const std::vector<float> read = features(pixels, {dot});
    for (std::size_t i = 0; i < 32 * 32; ++i) EXPECT_NEAR(read[i], i == 5 * 32 + 7 ? 0.587 : 0, 1e-5) << i;
}

TEST(PixelFeatures, TakeSmallPicturesAndRefuseOddOnes) {
    EXPECT_EQ(PixelFeatures(4).size(), 3u * 4 * 4);
    EXPECT_EQ(PixelFeatures(1024).size(), PixelFeatures(64).size());
    EXPECT_EQ(
        test::error_of([] { PixelFeatures(48); }),
        "Pictures of 48 pixels per side cannot be described: their side must be a power of two, at least 4.");
    const PixelFeatures pixels(8);
    std::vector<float> few(pixels.size() - 1);
    const Image image(8, 8);
    EXPECT_EQ(test::error_of([&] { pixels.read(std::span(&image, 1), few); }),
              "191 numbers were given for 192 features of 1 pictures.");
}

}  // namespace
}  // namespace progan
