#include "core/map/face_likeness.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "core/image/resize.h"
#include "core/support/error.h"
#include "core/support/linear_algebra.h"

namespace progan {
namespace {

constexpr int kTile = 32, kSide = 16;
constexpr float kRimWeight = 0.45f;  // at a corner, compared with 1 in the center

/// sRGB's 8 bits as linear light (IEC 61966-2-1).
std::array<float, 256> linear_light() {
    std::array<float, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double value = static_cast<double>(i) / 255;
        table[i] =
            static_cast<float>(value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4));
    }
    return table;
}

float lab_curve(float t) {
    constexpr float kEpsilon = 216.0f / 24389.0f, kKappa = 24389.0f / 27.0f;
    return t > kEpsilon ? std::cbrt(t) : (kKappa * t + 16) / 116;
}

std::array<float, 3> lab(float r, float g, float b) {
    const float x = lab_curve((0.4124f * r + 0.3576f * g + 0.1805f * b) / 0.95047f);
    const float y = lab_curve(0.2126f * r + 0.7152f * g + 0.0722f * b);
    const float z = lab_curve((0.0193f * r + 0.1192f * g + 0.9505f * b) / 1.08883f);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

float weight_at(int x, int y) {
    const auto from_middle = [](int i) {
        return (static_cast<float>(i) + 0.5f) / (0.5f * static_cast<float>(kSide)) - 1;
    };
    const float dx = from_middle(x), dy = from_middle(y);
    return kRimWeight + (1 - kRimWeight) * std::exp(-1.5f * (dx * dx + dy * dy));
}

}  // namespace

std::vector<float> face_colors(const Image& image) {
    static const std::array<float, 256> light = linear_light();
    const Image tile = resize(image, kTile, kTile, ResizeFilter::smooth);
    std::vector<float> colors;
    colors.reserve(kFaceColors);
    constexpr int kBlock = kTile / kSide;
    for (int y = 0; y < kSide; ++y)
        for (int x = 0; x < kSide; ++x) {
            std::array<float, 3> sum{};
            for (int v = 0; v < kBlock; ++v)
                for (int u = 0; u < kBlock; ++u)
                    for (std::size_t c = 0; c < 3; ++c)
                        sum[c] += light[tile.rgb[static_cast<std::size_t>((y * kBlock + v) * kTile +
                                                                          x * kBlock + u) *
                                                     3 +
                                                 c]];
            constexpr float kPart = 1.0f / (kBlock * kBlock);
            for (const float value : lab(sum[0] * kPart, sum[1] * kPart, sum[2] * kPart))
                colors.push_back(value * weight_at(x, y));
        }
    return colors;
}

FaceLikeness::FaceLikeness(std::span<const float> colors, std::size_t count) {
    if (count < 2 || colors.size() != count * kFaceColors)
        throw Error(
            "Comparing faces needs at least two of them, each with {} colours, not {} with {} in total.",
            kFaceColors, count, colors.size());
    MatrixF faces(count, kFaceColors);
    std::copy(colors.begin(), colors.end(), faces.values().begin());
    mean_ = center_columns(faces);
    // There are fewer faces than numbers per face, so the eigenvectors of the small Gram matrix give the
    // components; the largest are last.
    const SymmetricEigen<float> eigen = symmetric_eigen(product_nt(faces, faces));
    count_ = static_cast<std::ptrdiff_t>(std::min(kMaxFeatures, count - 1));
    components_.assign(feature_count() * kFaceColors, 0);
    for (std::size_t i = 0; i < feature_count(); ++i) {
        const MatrixF component = product({eigen.vectors.row(count - 1 - i).data(), 1, count}, faces);
        const auto length = static_cast<float>(std::sqrt(squared_norm(component)));
        if (length < 1e-3f) continue;  // the faces differ in fewer dimensions
        const std::span<const float> values = component.values();
        const float largest = *std::max_element(values.begin(), values.end(),
                                                [](float a, float b) { return std::abs(a) < std::abs(b); });
        const float scale = (largest < 0 ? -1 : 1) / length;
        for (std::size_t k = 0; k < kFaceColors; ++k) components_[i * kFaceColors + k] = scale * values[k];
    }
}

std::vector<float> FaceLikeness::features(std::span<const float> colors) const {
    if (colors.size() != kFaceColors)
        throw Error("A face has {} colours, not {}.", kFaceColors, colors.size());
    std::vector<float> centered(kFaceColors), result(feature_count());
    std::transform(colors.begin(), colors.end(), mean_.begin(), centered.begin(), std::minus<>());
    multiply({components_.data(), feature_count(), kFaceColors}, centered, result);
    return result;
}

}  // namespace progan
