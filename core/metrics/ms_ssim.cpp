#include "core/metrics/ms_ssim.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::array<double, 5> kScaleWeights{0.0448, 0.2856, 0.3001, 0.2363, 0.1333};
constexpr int kFilterSize = 11;
constexpr double kFilterSigma = 1.5;
constexpr double kLuminance = (0.01 * 255) * (0.01 * 255), kContrast = (0.03 * 255) * (0.03 * 255);

/// One channel.
struct Plane {
    int width = 0, height = 0;
    std::vector<double> values;
    double at(int x, int y) const { return values[static_cast<std::size_t>(y * width + x)]; }
};

Plane plane_of(int width, int height) {
    return {width, height,
            std::vector<double>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height))};
}

Plane channel_of(const Image& image, std::size_t channel) {
    Plane plane = plane_of(image.width, image.height);
    for (std::size_t i = 0; i < plane.values.size(); ++i) plane.values[i] = image.rgb[3 * i + channel];
    return plane;
}

std::vector<double> gaussian(int size) {
    const double sigma = size * kFilterSigma / kFilterSize, middle = (size - 1) / 2.0;
    std::vector<double> weights;
    double sum = 0;
    for (int i = 0; i < size; ++i) {
        weights.push_back(std::exp(-(i - middle) * (i - middle) / (2 * sigma * sigma)));
        sum += weights.back();
    }
    for (double& weight : weights) weight /= sum;
    return weights;
}

/// Filters where the filter lies inside.
Plane filtered(const Plane& from, const std::vector<double>& weights) {
    const int size = static_cast<int>(weights.size());
    Plane rows = plane_of(from.width - size + 1, from.height);
    for (int y = 0; y < rows.height; ++y)
        for (int x = 0; x < rows.width; ++x)
            for (int k = 0; k < size; ++k)
                rows.values[static_cast<std::size_t>(y * rows.width + x)] +=
                    weights[static_cast<std::size_t>(k)] * from.at(x + k, y);
    Plane result = plane_of(rows.width, rows.height - size + 1);
    for (int y = 0; y < result.height; ++y)
        for (int x = 0; x < result.width; ++x)
            for (int k = 0; k < size; ++k)
                result.values[static_cast<std::size_t>(y * result.width + x)] +=
                    weights[static_cast<std::size_t>(k)] * rows.at(x, y + k);
    return result;
}

Plane product(const Plane& a, const Plane& b) {
    Plane result = a;
    for (std::size_t i = 0; i < result.values.size(); ++i) result.values[i] *= b.values[i];
    return result;
}

struct Similarity {
    double whole = 0, contrast = 0;  ///< sums over pixels
    double pixels = 0;
};

Similarity similarity(const Plane& a, const Plane& b) {
    const std::vector<double> weights = gaussian(std::min({kFilterSize, a.width, a.height}));
    const Plane mean_a = filtered(a, weights), mean_b = filtered(b, weights);
    const Plane aa = filtered(product(a, a), weights), bb = filtered(product(b, b), weights),
                ab = filtered(product(a, b), weights);
    Similarity sum;
    for (std::size_t i = 0; i < aa.values.size(); ++i) {
        const double ma = mean_a.values[i], mb = mean_b.values[i];
        const double variance = aa.values[i] - ma * ma + bb.values[i] - mb * mb;
        const double contrast = (2 * (ab.values[i] - ma * mb) + kContrast) / (variance + kContrast);
        sum.contrast += contrast;
        sum.whole += contrast * (2 * ma * mb + kLuminance) / (ma * ma + mb * mb + kLuminance);
    }
    sum.pixels = static_cast<double>(aa.values.size());
    return sum;
}

/// The mean of each pixel and its neighbors to the left and above (mirrored at the border), every second
/// one.
Plane halved(const Plane& from) {
    Plane result = plane_of((from.width + 1) / 2, (from.height + 1) / 2);
    for (int y = 0; y < result.height; ++y)
        for (int x = 0; x < result.width; ++x) {
            const int left = 2 * x, up = 2 * y;
            const int right = std::min(left + 1, from.width - 1), low = std::min(up + 1, from.height - 1);
            result.values[static_cast<std::size_t>(y * result.width + x)] =
                (from.at(left, up) + from.at(right, up) + from.at(left, low) + from.at(right, low)) / 4;
        }
    return result;
}

}  // namespace

double ms_ssim(const Image& a, const Image& b) {
    if (a.width != b.width || a.height != b.height || std::min(a.width, a.height) < 16)
        throw Error("MS-SSIM needs two pictures of the same size, at least 16 x 16, not {} x {} and {} x {}.",
                    a.width, a.height, b.width, b.height);
    std::array<Plane, 3> planes_a, planes_b;
    for (std::size_t c = 0; c < 3; ++c) {
        planes_a[c] = channel_of(a, c);
        planes_b[c] = channel_of(b, c);
    }
    double result = 1;
    for (std::size_t scale = 0; scale < kScaleWeights.size(); ++scale) {
        Similarity sum;
        for (std::size_t c = 0; c < 3; ++c) {
            const Similarity channel = similarity(planes_a[c], planes_b[c]);
            sum.whole += channel.whole;
            sum.contrast += channel.contrast;
            sum.pixels += channel.pixels;
            planes_a[c] = halved(planes_a[c]);
            planes_b[c] = halved(planes_b[c]);
        }
        const bool last = scale + 1 == kScaleWeights.size();
        result *=
            std::pow(std::max(0.0, (last ? sum.whole : sum.contrast) / sum.pixels), kScaleWeights[scale]);
    }
    return result;
}

}  // namespace progan
