#include "core/project/alignment.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>

#include "core/image/resize.h"
#include "core/support/error.h"

namespace progan {
namespace {

using Complex = std::complex<double>;

/// Places per side at which the photo is read for a pixel, and how many of the photo's pixels may then lie
/// between two of them.
constexpr int kSamples = 4;
constexpr double kMaxScale = kSamples;
constexpr double kMinInside = 0.5;  ///< of the picture

Complex complex_of(const AnchorPoint& point) {
    return {point.x, point.y};
}

/// As complex numbers: photo = turn * model + shift.
struct Similarity {
    Complex turn, shift;
};

Similarity similarity(const FaceAnchors& from, const FaceAnchors& to) {
    const Complex a[] = {complex_of(from.left_eye), complex_of(from.right_eye), complex_of(from.mouth)};
    const Complex b[] = {complex_of(to.left_eye), complex_of(to.right_eye), complex_of(to.mouth)};
    const Complex mean_a = (a[0] + a[1] + a[2]) / 3.0, mean_b = (b[0] + b[1] + b[2]) / 3.0;
    Complex products = 0;
    double squares = 0;
    for (int i = 0; i < 3; ++i) {
        products += std::conj(a[i] - mean_a) * (b[i] - mean_b);
        squares += std::norm(a[i] - mean_a);
    }
    const Complex turn = products / squares;
    return {turn, mean_b - turn * mean_a};
}

/// Between four pixels' middles; beyond the last one, that one.
void add_sample(const Image& image, const Complex& at, double (&sums)[3]) {
    const double x = std::clamp(at.real() - 0.5, 0.0, image.width - 1.0),
                 y = std::clamp(at.imag() - 0.5, 0.0, image.height - 1.0);
    const auto left = static_cast<int>(x), top = static_cast<int>(y);
    const int right = std::min(left + 1, image.width - 1), bottom = std::min(top + 1, image.height - 1);
    const double u = x - left, v = y - top;
    const auto pixel = [&](int column, int row, int c) {
        return static_cast<double>(
            image.rgb[(static_cast<std::size_t>(row) * static_cast<std::size_t>(image.width) +
                       static_cast<std::size_t>(column)) *
                          3 +
                      static_cast<std::size_t>(c)]);
    };
    for (int c = 0; c < 3; ++c)
        sums[c] += (1 - v) * ((1 - u) * pixel(left, top, c) + u * pixel(right, top, c)) +
                   v * ((1 - u) * pixel(left, bottom, c) + u * pixel(right, bottom, c));
}

void check_size(const Image& photo) {
    if (std::min(photo.width, photo.height) < kMinPhotoSide)
        throw Error("The photo has only {} x {} pixels, but needs at least {} per side.", photo.width,
                    photo.height, kMinPhotoSide);
}

}  // namespace

AlignedPhoto align(const Image& photo, const FaceAnchors& of_photo, const FaceAnchors& of_model, int side) {
    check_size(photo);
    validate(of_photo);
    Similarity to_photo = similarity(of_model, of_photo);
    to_photo.turn /= side;  // of pixels
    // What is much finer than the picture is averaged first.
    Image read = photo;
    const double finer = std::abs(to_photo.turn) / kMaxScale;
    if (!std::isfinite(finer) || !(finer > 0))
        throw Error("The positions of the eyes and the mouth cannot be matched to the model's faces.");
    double across = 1, down = 1;
    if (finer > 1) {
        read = resize(photo, std::max(1, static_cast<int>(std::lround(photo.width / finer))),
                      std::max(1, static_cast<int>(std::lround(photo.height / finer))), ResizeFilter::smooth);
        across = static_cast<double>(read.width) / photo.width;
        down = static_cast<double>(read.height) / photo.height;
    }
    AlignedPhoto result{Image(side, side),
                        std::vector<float>(static_cast<std::size_t>(side) * static_cast<std::size_t>(side))};
    double inside_of_all = 0;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            double sums[3] = {};
            int inside = 0;
            for (int i = 0; i < kSamples * kSamples; ++i) {
                const int column = i % kSamples, row = i / kSamples;
                const Complex model{x + (column + 0.5) / kSamples, y + (row + 0.5) / kSamples};
                const Complex at = to_photo.turn * model + to_photo.shift;
                if (at.real() >= 0 && at.real() <= photo.width && at.imag() >= 0 && at.imag() <= photo.height)
                    ++inside;
                add_sample(read, {at.real() * across, at.imag() * down}, sums);
            }
            const std::size_t pixel =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(side) + static_cast<std::size_t>(x);
            for (std::size_t c = 0; c < 3; ++c)
                result.picture.rgb[pixel * 3 + c] =
                    static_cast<std::uint8_t>(std::lround(sums[c] / (kSamples * kSamples)));
            result.weights[pixel] = static_cast<float>(inside) / (kSamples * kSamples);
            inside_of_all += result.weights[pixel];
        }
    const double share = inside_of_all / (static_cast<double>(side) * side);
    if (share < kMinInside)
        throw Error("Only {:.0f} % of the face that the eyes and the mouth belong to is in the photo.",
                    100 * share);
    if (share == 1) result.weights.clear();
    return result;
}

std::array<AnchorPoint, 4> square_in_photo(const FaceAnchors& of_photo, const FaceAnchors& of_model) {
    const Similarity to_photo = similarity(of_model, of_photo);
    const auto corner = [&](double x, double y) {
        const Complex at = to_photo.turn * Complex(x, y) + to_photo.shift;
        return AnchorPoint{at.real(), at.imag()};
    };
    return {corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)};
}

FaceAnchors central_anchors(int width, int height, const FaceAnchors& of_model) {
    const double side = std::min(width, height), left = (width - side) / 2, top = (height - side) / 2;
    const auto point = [&](const AnchorPoint& part) {
        return AnchorPoint{left + side * part.x, top + side * part.y};
    };
    return {point(of_model.left_eye), point(of_model.right_eye), point(of_model.mouth)};
}

AlignedPhoto central_part(const Image& photo, int side) {
    check_size(photo);
    return {central_square(photo, side), {}};
}

}  // namespace progan
