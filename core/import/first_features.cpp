#include "core/import/first_features.h"

#include <algorithm>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "core/latent/latent.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr std::size_t kSide = 4, kPlaces = kSide * kSide;
/// Joining a layer with few features to a convolution with many would make a small file large.
constexpr std::int64_t kMostGrowth = 4;

Tensor tensor_of(std::vector<float> values, std::vector<std::int64_t> shape) {
    const auto owner = std::make_shared<const std::vector<float>>(std::move(values));
    std::vector<std::int64_t> strides = contiguous_strides(shape);
    return make_tensor(memory_storage(std::as_bytes(std::span(*owner)), owner), DType::f32, false, 0,
                       std::move(shape), std::move(strides), "The first layer");
}

std::vector<float> bias_values(const std::optional<Tensor>& bias, std::int64_t count,
                               const std::string& what) {
    if (!bias) return std::vector<float>(static_cast<std::size_t>(count));
    if (bias->shape != std::vector{count})
        throw Error("{} has a bias {}, but {} numbers are needed.", what, shape_text(bias->shape), count);
    return bias->values();
}

/// The feature's place in a row of `weights` without the channel.
std::size_t place(std::size_t row, std::size_t column, std::size_t channels) {
    return (row * kSide + column) * channels;
}

}  // namespace

FirstFeatures channels_last_features(const Tensor& kernel, const std::optional<Tensor>& bias, bool transposed,
                                     const std::string& what) {
    if (transposed ? kernel.rank() != 4 || kernel.size(0) != 4 || kernel.size(1) != 4
                   : kernel.rank() != 2 || kernel.size(1) % std::int64_t{kPlaces} != 0)
        throw Error("{} has a kernel {}, but one that makes 4 x 4 features is needed.", what,
                    shape_text(kernel.shape));
    const Tensor rows = transposed ? kernel.permute({3, 0, 1, 2}) : kernel;
    const std::int64_t latent = rows.size(0);
    if (kernel.count() == 0 || latent > kMaxLatentSize)
        throw Error("{} takes {} numbers, but 1 to {} are possible.", what, latent, kMaxLatentSize);
    const std::int64_t features = rows.count() / latent;
    FirstFeatures result{MatrixF(static_cast<std::size_t>(latent) + 1, static_cast<std::size_t>(features))};
    const std::vector<float> numbers = rows.values();
    std::copy(numbers.begin(), numbers.end(), result.weights.values().begin());
    const std::vector<float> biases =
        bias_values(bias, transposed ? features / std::int64_t{kPlaces} : features, what);
    const std::span<float> last = result.weights.row(result.latent());
    for (std::size_t i = 0; i < last.size(); ++i) last[i] = biases[i % biases.size()];
    return result;
}

FirstFeatures convolved(const FirstFeatures& features, const Tensor& kernel,
                        const std::optional<Tensor>& bias, const std::string& what) {
    const std::size_t in = features.channels(), rows = features.weights.rows();
    if (kernel.rank() != 4 || kernel.size(0) != 3 || kernel.size(1) != 3 ||
        kernel.size(2) != static_cast<std::int64_t>(in) || kernel.size(3) < 1 ||
        kernel.size(3) > kMostGrowth * static_cast<std::int64_t>(in))
        throw Error(
            "{} has a kernel {}, but one of 3 x 3 for {} channels, and to at most {} times as many, is "
            "needed.",
            what, shape_text(kernel.shape), in, kMostGrowth);
    const auto out = static_cast<std::size_t>(kernel.size(3));
    const std::vector<float> taps = kernel.values(), biases = bias_values(bias, kernel.size(3), what);
    FirstFeatures result{MatrixF(rows, kPlaces * out)};
    const ViewF all_places{features.weights.values().data(), rows * kPlaces, in};
    for (std::size_t tap = 0; tap < 9; ++tap) {
        const MatrixF part = product(all_places, ViewF{taps.data() + tap * in * out, in, out});
        for (std::size_t i = 0; i < rows; ++i)
            for (std::size_t y = 0; y < kSide; ++y)
                for (std::size_t x = 0; x < kSide; ++x) {
                    // Unsigned: what lies outside wraps round and is far beyond the side.
                    const std::size_t from_y = y + tap / 3 - 1, from_x = x + tap % 3 - 1;
                    if (from_y >= kSide || from_x >= kSide) continue;
                    const std::span<const float> from = part.row(i * kPlaces + from_y * kSide + from_x);
                    const std::span<float> to = result.weights.row(i).subspan(place(y, x, out), out);
                    for (std::size_t c = 0; c < out; ++c) to[c] += from[c];
                }
    }
    const std::span<float> last = result.weights.row(rows - 1);
    for (std::size_t i = 0; i < last.size(); ++i) last[i] += biases[i % out];
    return result;
}

Tensor channels_first_weight(const FirstFeatures& features) {
    const std::size_t channels = features.channels(), latent = features.latent();
    std::vector<float> values(kPlaces * channels * latent);
    for (std::size_t k = 0; k < latent; ++k) {
        const std::span<const float> row = features.weights.row(k);
        for (std::size_t at = 0; at < kPlaces; ++at)
            for (std::size_t c = 0; c < channels; ++c)
                values[(c * kPlaces + at) * latent + k] = row[at * channels + c];
    }
    return tensor_of(std::move(values),
                     {static_cast<std::int64_t>(kPlaces * channels), static_cast<std::int64_t>(latent)});
}

Tensor channels_first_bias(const FirstFeatures& features) {
    const std::size_t channels = features.channels();
    const std::span<const float> row = features.weights.row(features.latent());
    std::vector<float> values(row.size());
    for (std::size_t at = 0; at < kPlaces; ++at)
        for (std::size_t c = 0; c < channels; ++c) values[c * kPlaces + at] = row[at * channels + c];
    return tensor_of(std::move(values), {static_cast<std::int64_t>(kPlaces * channels)});
}

}  // namespace progan
