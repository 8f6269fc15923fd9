#include "core/map/face_likeness.h"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/image/resize.h"
#include "core/support/error.h"

namespace progan {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Columns = Eigen::Map<const Matrix>;

constexpr int kTile = 32, kSide = 16;
constexpr float kRimWeight = 0.45f;  // at a corner, compared with 1 in the centre

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

std::vector<float> face_colours(const Image& image) {
    static const std::array<float, 256> light = linear_light();
    const Image tile = resize(image, kTile, kTile, ResizeFilter::smooth);
    std::vector<float> colours;
    colours.reserve(kFaceColours);
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
                colours.push_back(value * weight_at(x, y));
        }
    return colours;
}

FaceLikeness::FaceLikeness(std::span<const float> colours, std::size_t count) {
    if (count < 2 || colours.size() != count * kFaceColours)
        throw Error(
            "Comparing faces needs at least two of them, each with {} colours, not {} with {} in total.",
            kFaceColours, count, colours.size());
    const auto rows = static_cast<Eigen::Index>(count);
    constexpr auto kWidth = static_cast<Eigen::Index>(kFaceColours);
    Matrix faces = Columns(colours.data(), rows, kWidth);
    const Eigen::RowVectorXf mean = faces.colwise().mean();
    faces.rowwise() -= mean;
    mean_.assign(mean.data(), mean.data() + kWidth);
    // There are fewer faces than numbers per face, so the eigenvectors of the small Gram matrix give the
    // components.
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXf> solver(faces * faces.transpose());
    count_ = std::min<Eigen::Index>(static_cast<Eigen::Index>(kMaxFeatures), rows - 1);
    Matrix components = Matrix::Zero(count_, kWidth);
    for (Eigen::Index i = 0; i < count_; ++i) {
        Eigen::RowVectorXf component =
            solver.eigenvectors().col(rows - 1 - i).transpose() * faces;  // the largest are last
        const float length = component.norm();
        if (length < 1e-3f) continue;  // the faces differ in fewer dimensions
        component /= length;
        Eigen::Index largest = 0;
        component.cwiseAbs().maxCoeff(&largest);
        components.row(i) = component(largest) < 0 ? Eigen::RowVectorXf(-component) : component;
    }
    components_.assign(components.data(), components.data() + components.size());
}

std::vector<float> FaceLikeness::features(std::span<const float> colours) const {
    if (colours.size() != kFaceColours)
        throw Error("A face has {} colours, not {}.", kFaceColours, colours.size());
    constexpr auto kWidth = static_cast<Eigen::Index>(kFaceColours);
    const Eigen::Map<const Eigen::VectorXf> face(colours.data(), kWidth), mean(mean_.data(), kWidth);
    std::vector<float> result(feature_count());
    Eigen::Map<Eigen::VectorXf>(result.data(), count_) =
        Columns(components_.data(), count_, kWidth) * (face - mean);
    return result;
}

}  // namespace progan
