// Pictures as features: what they see, and what they do not.
#include "core/labels/picture_basis.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/image/resize.h"
#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

Image stripes(int side, bool across) {
    Image image(side, side);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            for (int c = 0; c < 3; ++c)
                image.rgb[static_cast<std::size_t>((y * side + x) * 3 + c)] =
                    static_cast<std::uint8_t>(((across ? y : x) / 4) % 2 * 200);
    return image;
}

std::vector<float> features(const PictureBasis& basis, const Image& image) {
    std::vector<float> result(basis.size());
    basis.read(std::span(&image, 1), result);
    return result;
}

double distance(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (static_cast<double>(a[i]) - static_cast<double>(b[i])) *
               (static_cast<double>(a[i]) - static_cast<double>(b[i]));
    return std::sqrt(sum);
}

TEST(PictureBasis, TellsDirectionsOfEdgesApart) {
    const PictureBasis basis(64);
    EXPECT_GT(distance(features(basis, stripes(64, true)), features(basis, stripes(64, false))), 1);
    std::vector<float> gray = features(basis, Image(64, 64));
    for (const float value : gray) EXPECT_EQ(value, 0);
}

TEST(PictureBasis, SeesAPictureOfAnySizeAsTrainingDoes) {
    const PictureBasis basis(32);
    const Image large = stripes(128, true);
    EXPECT_EQ(features(basis, large), features(basis, resize(large, 32, 32, ResizeFilter::smooth)));
    Image wide(96, 32);  // only its middle counts
    const Image middle = stripes(32, true);
    for (int y = 0; y < 32; ++y)
        std::copy_n(middle.rgb.begin() + y * 96, 96, wide.rgb.begin() + y * 288 + 96);
    EXPECT_EQ(features(basis, wide), features(basis, middle));
}

TEST(PictureBasis, TakesSmallPicturesAndRefusesOddOnes) {
    for (const int side : {4, 8, 16, 32, 64, 1024}) {
        const PictureBasis basis(side);
        for (const float value : features(basis, stripes(side, true)))
            ASSERT_TRUE(std::isfinite(value)) << side;
    }
    EXPECT_NE(test::error_of([] { PictureBasis(48); }), "no error");
    EXPECT_NE(test::error_of([] { features(PictureBasis(16), Image()); }), "no error");
}

}  // namespace
}  // namespace progan
