#include "core/image/blend.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace progan {
namespace {

Image noise(int side, unsigned seed) {
    Image image(side, side);
    std::mt19937 random(seed);
    for (std::uint8_t& value : image.rgb) value = static_cast<std::uint8_t>(random());
    return image;
}

TEST(Blend, IsTheWeightedMeanAndEachPictureAtItsEnd) {
    const Image from = noise(16, 1), to = noise(16, 2);
    EXPECT_EQ(blend(from, to, 0), from);
    EXPECT_EQ(blend(from, to, 1), to);
    EXPECT_EQ(blend(from, to, 7), to);
    for (const double part : {0.1, 0.5, 0.93}) {
        const Image mixed = blend(from, to, part);
        for (std::size_t i = 0; i < mixed.rgb.size(); ++i)
            ASSERT_NEAR(mixed.rgb[i], (1 - part) * from.rgb[i] + part * to.rgb[i], 1.5) << part << " " << i;
    }
}

TEST(Blend, PicturesOfTwoSizesAreNotMixed) {
    const Image to = noise(8, 2);
    EXPECT_EQ(blend(noise(16, 1), to, 0.25), to);
    EXPECT_EQ(blend({}, to, 0.25), to);
}

}  // namespace
}  // namespace progan
