#include "core/image/enlarge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

namespace progan {
namespace {

Image noise(int width, int height, unsigned seed) {
    Image image(width, height);
    std::mt19937 random(seed);
    for (std::uint8_t& value : image.rgb) value = static_cast<std::uint8_t>(random());
    return image;
}

/// The picture in double precision, looked at beyond its edges, too.
class Reference {
  public:
    Reference(const Image& image, bool sharpened)
        : width_(image.width), height_(image.height), values_(image.rgb.begin(), image.rgb.end()) {
        if (!sharpened) return;
        std::vector<double> sharp;
        for (int y = 0; y < height_; ++y)
            for (int x = 0; x < width_; ++x)
                for (int c = 0; c < 3; ++c)
                    sharp.push_back(2 * blurred(x, y, c, {0, 1, 4, 1, 0}) -
                                    blurred(x, y, c, {1, 4, 6, 4, 1}));
        values_ = sharp;
    }

    /// Keys' cubic convolution over six pixels each way, straight from the formula.
    double at(double x, double y, int c) const {
        double sum = 0;
        for (int j = static_cast<int>(std::floor(y)) - 3; j <= static_cast<int>(std::floor(y)) + 4; ++j)
            for (int i = static_cast<int>(std::floor(x)) - 3; i <= static_cast<int>(std::floor(x)) + 4; ++i)
                sum += keys(x - i) * keys(y - j) * pixel(i, j, c);
        return std::clamp(sum, 0.0, 255.0);
    }

  private:
    static double keys(double s) {
        s = std::abs(s);
        if (s < 1) return 4.0 / 3 * s * s * s - 7.0 / 3 * s * s + 1;
        if (s < 2) return -7.0 / 12 * s * s * s + 3 * s * s - 59.0 / 12 * s + 5.0 / 2;
        if (s < 3) return 1.0 / 12 * s * s * s - 2.0 / 3 * s * s + 7.0 / 4 * s - 3.0 / 2;
        return 0;
    }
    double pixel(int x, int y, int c) const {
        return values_[static_cast<std::size_t>(
            (std::clamp(y, 0, height_ - 1) * width_ + std::clamp(x, 0, width_ - 1)) * 3 + c)];
    }
    double blurred(int x, int y, int c, const std::array<int, 5>& weights) const {
        double sum = 0, all = 0;
        for (std::size_t j = 0; j < 5; ++j)
            for (std::size_t i = 0; i < 5; ++i) {
                sum += weights[i] * weights[j] *
                       pixel(x + static_cast<int>(i) - 2, y + static_cast<int>(j) - 2, c);
                all += weights[i] * weights[j];
            }
        return sum / all;
    }

    int width_, height_;
    std::vector<double> values_;
};

void expect_as_reference(Enlarger& enlarger, const Image& image, const Enlargement& how) {
    const std::vector<std::uint8_t>& made = enlarger.make(image, how);
    ASSERT_EQ(made.size(), static_cast<std::size_t>(how.columns) * static_cast<std::size_t>(how.rows) * 4);
    const Reference reference(image, how.sharpened);
    for (int row = 0; row < how.rows; ++row)
        for (int column = 0; column < how.columns; ++column)
            for (int c = 0; c < 3; ++c) {
                const double x = (how.first_column + column + 0.5 - how.left) / how.width * image.width - 0.5;
                const double y = (how.first_row + row + 0.5 - how.top) / how.height * image.height - 0.5;
                ASSERT_NEAR(made[static_cast<std::size_t>((row * how.columns + column) * 4 + c)],
                            reference.at(x, y, c), 0.51)
                    << column << ", " << row;
            }
}

TEST(Enlarge, IsCubicConvolution) {
    Enlarger enlarger;
    for (const bool sharpened : {false, true}) {
        expect_as_reference(enlarger, noise(16, 16, 1), {0, 0, 70, 70, 0, 0, 70, 70, sharpened});
        expect_as_reference(enlarger, noise(9, 5, 2), {-3.25, 7.75, 45.5, 21.3, 0, 9, 30, 18, sharpened});
        expect_as_reference(enlarger, noise(1, 1, 3), {0, 0, 8, 8, 0, 0, 8, 8, sharpened});
        expect_as_reference(enlarger, noise(2, 3, 4), {1, 2, 9, 11, 1, 2, 9, 11, sharpened});
    }
}

TEST(Enlarge, APartIsThatPartOfTheWhole) {
    Enlarger enlarger;
    const Image image = noise(32, 32, 5);
    Enlargement how{10, 20, 200, 200, 10, 20, 200, 200, true};
    const std::vector<std::uint8_t> whole = enlarger.make(image, how);
    how.first_column = 60;
    how.first_row = 100;
    how.columns = 40;
    how.rows = 30;
    const std::vector<std::uint8_t>& part = enlarger.make(image, how);
    for (std::size_t row = 0; row < 30; ++row)
        for (std::size_t i = 0; i < 160; ++i)
            ASSERT_EQ(part[row * 160 + i], whole[((row + 80) * 200 + 50) * 4 + i]);
}

}  // namespace
}  // namespace progan
