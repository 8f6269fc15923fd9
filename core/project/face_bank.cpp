#include "core/project/face_bank.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/image/resize.h"
#include "core/latent/seeds.h"

namespace progan {
namespace {

constexpr std::size_t kBatch = 32;
/// The regression reads means of areas, so many per side.
constexpr std::size_t kRegressedSide = 8;
/// Against a few faces' accidents, relative to the number of faces.
constexpr double kRidge = 1e-3;

std::vector<float> in_unit_range(std::span<const float> values, const ModelSpec& spec) {
    std::vector<float> result;
    result.reserve(values.size());
    const auto low = static_cast<float>(spec.output_min),
               range = static_cast<float>(spec.output_max - spec.output_min);
    for (const float value : values) result.push_back(std::clamp((value - low) / range, 0.0f, 1.0f));
    return result;
}

double mean_squared_difference(std::span<const float> a, std::span<const float> b) {
    float sums[8] = {};
    std::size_t i = 0;
    for (; i + 8 <= a.size(); i += 8)
        for (std::size_t k = 0; k < 8; ++k) sums[k] += (a[i + k] - b[i + k]) * (a[i + k] - b[i + k]);
    double sum = std::accumulate(sums, sums + 8, 0.0);
    for (; i < a.size(); ++i) sum += static_cast<double>(a[i] - b[i]) * (a[i] - b[i]);
    return sum / static_cast<double>(a.size());
}

}  // namespace

Image shrunk(const Image& square, int side) {
    return square.width == side ? square : resize(square, side, side, ResizeFilter::smooth);
}

int FaceBank::level_of(const ModelSpec& spec) {
    int level = 0;
    while (level < spec.last_level && resolution(level) < kSide) ++level;
    return level;
}

FaceBank::FaceBank(GradientGenerator& generator, std::size_t faces, std::uint32_t seed,
                   const ProgressReport& report) {
    const ModelSpec& spec = generator.spec();
    level_ = level_of(spec);
    side_ = resolution(level_);
    const std::size_t values = static_cast<std::size_t>(side_ * side_) * 3, all = faces + kProbes,
                      size = static_cast<std::size_t>(spec.latent_size);
    descriptions_ = MatrixF(faces, values);
    std::vector<std::vector<float>> probes;
    for (std::size_t first = 0; first < all; first += kBatch) {
        if (report) report(static_cast<std::int64_t>(first), static_cast<std::int64_t>(all));
        const std::size_t count = std::min(kBatch, all - first);
        std::vector<float> batch;
        for (std::size_t i = first; i < first + count; ++i) {
            const Latent latent =
                latent_from_seed(seed + static_cast<std::uint32_t>(i), size, SeedMode::numpy);
            batch.insert(batch.end(), latent.begin(), latent.end());
            if (i < faces) latents_.push_back(latent);
        }
        const std::vector<float> pictures =
            in_unit_range(generator.forward(batch, level_, level_ == spec.last_level ? spec.alpha : 1), spec);
        for (std::size_t i = 0; i < count; ++i) {
            const std::span picture = std::span(pictures).subspan(i * values, values);
            if (first + i < faces)
                std::copy(picture.begin(), picture.end(), descriptions_.row(first + i).begin());
            else
                probes.emplace_back(picture.begin(), picture.end());
        }
    }
    for (const std::vector<float>& probe : probes)
        probe_distances_.push_back(squared_distance(probe, nearest(probe, 1).front()));
    std::sort(probe_distances_.begin(), probe_distances_.end());
    fit_regression();
}

std::vector<float> FaceBank::description(const Image& square) const {
    const Image small = shrunk(square, side_);
    std::vector<float> result;
    result.reserve(small.rgb.size());
    for (const std::uint8_t value : small.rgb) result.push_back(static_cast<float>(value) / 255);
    return result;
}

double FaceBank::squared_distance(std::span<const float> description, std::size_t index) const {
    return mean_squared_difference(description, descriptions_.row(index));
}

std::vector<std::size_t> FaceBank::nearest(std::span<const float> description, std::size_t count) const {
    std::vector<double> distances(size());
    for (std::size_t i = 0; i < size(); ++i) distances[i] = squared_distance(description, i);
    std::vector<std::size_t> order(size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    count = std::min(count, size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                      [&](std::size_t a, std::size_t b) {
                          return distances[a] != distances[b] ? distances[a] < distances[b] : a < b;
                      });
    order.resize(count);
    return order;
}

/// Means of areas, and a constant 1.
std::vector<float> FaceBank::regressors(std::span<const float> description) const {
    const auto side = static_cast<std::size_t>(side_);
    const std::size_t areas = std::min(kRegressedSide, side), step = side / areas;
    std::vector<float> result(areas * areas * 3 + 1);
    for (std::size_t y = 0; y < side; ++y)
        for (std::size_t x = 0; x < side; ++x)
            for (std::size_t c = 0; c < 3; ++c)
                result[(y / step * areas + x / step) * 3 + c] +=
                    description[(y * side + x) * 3 + c] / static_cast<float>(step * step);
    result.back() = 1;
    return result;
}

void FaceBank::fit_regression() {
    const std::size_t count = regressors(descriptions_.row(0)).size(), size = latents_[0].size();
    MatrixF x(this->size(), count), y(this->size(), size);
    for (std::size_t i = 0; i < this->size(); ++i) {
        const std::vector<float> row = regressors(descriptions_.row(i));
        std::copy(row.begin(), row.end(), x.row(i).begin());
        const double scale = std::sqrt(static_cast<double>(size)) / length(latents_[i]);
        for (std::size_t k = 0; k < size; ++k) y(i, k) = latents_[i][k] * static_cast<float>(scale);
    }
    MatrixD squares = gram(x);
    for (std::size_t i = 0; i < count; ++i)
        squares(i, i) += kRidge * static_cast<double>(this->size()) / static_cast<double>(count);
    regression_ = solve_positive_definite(squares, to_double(product_tn(x, y)));
}

Latent FaceBank::expected_latent(std::span<const float> description) const {
    const std::vector<float> row = regressors(description);
    Latent result(regression_.columns());
    for (std::size_t k = 0; k < result.size(); ++k) {
        double sum = 0;
        for (std::size_t i = 0; i < row.size(); ++i) sum += row[i] * regression_(i, k);
        result[k] = static_cast<float>(sum);
    }
    return result;
}

std::size_t FaceBank::probes_farther_than(double squared_distance) const {
    return static_cast<std::size_t>(probe_distances_.end() - std::upper_bound(probe_distances_.begin(),
                                                                              probe_distances_.end(),
                                                                              squared_distance));
}

}  // namespace progan
