// The metrics against NumPy in double precision (tests/data/make_metrics_references.py).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/metrics/laplacian_pyramid.h"
#include "core/metrics/ms_ssim.h"
#include "core/metrics/sliced_wasserstein.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/tensor_file.h"

namespace progan {
namespace {

using test::error_of;

/// As picture() of the Python script.
Image picture(int number, int side) {
    Image image(side, side);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            for (int c = 0; c < 3; ++c) {
                const int wave = (x * (3 + c + number % 5) + y * (7 - c + number % 3)) % 64;
                const int grain = (x * x * 31 + y * y * 17 + x * y * (c + 1) * 7 + number * 101) % 97;
                image.rgb[static_cast<std::size_t>((y * side + x) * 3 + c)] =
                    static_cast<std::uint8_t>((wave * 2 + grain + 13 * number % 50) % 256);
            }
    return image;
}

/// As noise() of the Python script.
Image noisy(Image image, int number) {
    for (std::size_t k = 0; k < image.rgb.size(); ++k) {
        const auto i = static_cast<std::int64_t>(k);
        const auto added =
            static_cast<int>((i * i * 7919 + i * 31 + std::int64_t{number} * 104729) % 81 - 40);
        image.rgb[k] = static_cast<std::uint8_t>(std::clamp(image.rgb[k] + added, 0, 255));
    }
    return image;
}

Image twice(const Image& image) {
    Image result(image.width * 2, image.height * 2);
    for (int y = 0; y < result.height; ++y)
        for (int x = 0; x < result.width; ++x)
            std::copy_n(&image.rgb[static_cast<std::size_t>((y / 2 * image.width + x / 2) * 3)], 3,
                        &result.rgb[static_cast<std::size_t>((y * result.width + x) * 3)]);
    return result;
}

const std::map<std::string, WeightTensor>& references() {
    static const auto tensors = test::read_tensor_file(PROGAN_TEST_DATA "/metrics/references.safetensors");
    return tensors;
}

TEST(Metrics, LaplacianPyramidEqualsNumPys) {
    const std::vector<Planes> pyramid = laplacian_pyramid(picture(3, 64), 16);
    ASSERT_EQ(pyramid.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        const std::vector<float>& expected = references().at("pyramid " + std::to_string(i)).values;
        ASSERT_EQ(pyramid[i].values.size(), expected.size());
        for (std::size_t k = 0; k < expected.size(); ++k)
            ASSERT_NEAR(pyramid[i].values[k], expected[k], 1e-3) << i << " " << k;
    }
    EXPECT_NE(error_of([] { laplacian_pyramid(picture(0, 48), 16); }).find("48 x 48"), std::string::npos);
}

PatchSet set_of(int first, bool with_noise, std::uint32_t stream) {
    SwdOptions options;
    options.patches_per_image = 64;
    PatchSet set(32, options, stream);
    for (int n = first; n < first + 64; ++n) {
        Image image = picture(n, 32);
        set.add(with_noise ? noisy(std::move(image), n) : image);
    }
    return set;
}

/// The positions and directions are drawn by others there: the distances agree as far as chance lets them.
TEST(Metrics, SlicedWassersteinDistanceEqualsNumPysUpToChance) {
    const PatchSet a = set_of(0, false, 0), b = set_of(64, false, 1), noise = set_of(0, true, 2);
    const std::vector<float>& expected = references().at("swd").values;  // [b, noise][32 x 32, 16 x 16]
    const std::vector<SwdLevel> of_b = sliced_wasserstein(a, b), of_noise = sliced_wasserstein(a, noise);
    ASSERT_EQ(of_b.size(), 2U);
    EXPECT_EQ(of_b[0].resolution, 32);
    for (std::size_t level = 0; level < 2; ++level) {
        EXPECT_NEAR(of_b[level].distance, expected[level], 0.25 * expected[level]);
        EXPECT_NEAR(of_noise[level].distance, expected[2 + level], 0.25 * expected[2 + level]);
    }
    EXPECT_DOUBLE_EQ(mean_distance(of_b), (of_b[0].distance + of_b[1].distance) / 2);
}

TEST(Metrics, ASetIsAtNoDistanceFromItself) {
    const PatchSet a = set_of(0, false, 0), same = set_of(0, false, 0);
    for (const SwdLevel& level : sliced_wasserstein(a, same)) EXPECT_EQ(level.distance, 0);
}

TEST(Metrics, SetsThatCannotBeComparedAreRefused) {
    SwdOptions options;
    EXPECT_NE(error_of([&] { PatchSet set(8, options, 0); }).find("too small"), std::string::npos);
    PatchSet one(32, options, 0), other(32, options, 0);
    EXPECT_NE(error_of([&] { one.add(picture(1, 64)); }).find("64 x 64"), std::string::npos);
    EXPECT_NE(error_of([&] { sliced_wasserstein(one, other); }).find("equally many"), std::string::npos);
    one.add(picture(1, 32));
    EXPECT_NE(error_of([&] { sliced_wasserstein(one, other); }).find("not 1 of 32 x 32 and 0 of 32 x 32"),
              std::string::npos);
}

TEST(Metrics, MsSsimEqualsNumPys) {
    const std::vector<float>& expected = references().at("ms_ssim").values;
    std::size_t i = 0;
    for (const int other : {1, 2, 6})
        EXPECT_NEAR(ms_ssim(picture(1, 64), picture(other, 64)), expected[i++], 1e-4);
    EXPECT_NEAR(ms_ssim(twice(picture(0, 32)), twice(noisy(picture(0, 32), 0))), expected[i], 1e-4);
    EXPECT_NE(error_of([] { ms_ssim(picture(1, 64), picture(1, 32)); }).find("32 x 32"), std::string::npos);
}

}  // namespace
}  // namespace progan
