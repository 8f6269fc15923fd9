#include "core/torch/training/layers.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "core/torch/abi/equalized.h"
#include "core/torch/training/library_layers.h"
#include "core/torch/training/processor_layers.h"

namespace progan_torch {
namespace {

std::atomic<bool> own_kernels_chosen = true;

}  // namespace

bool choose_kernels() {
    const char* value = std::getenv("PROGAN_TRAINING_KERNELS");  // NOLINT(concurrency-mt-unsafe)
    const std::string chosen = value == nullptr ? "" : value;
    const bool known = chosen.empty() || chosen == "bfloat16" || chosen == "float32" || chosen == "libtorch";
    if (!known)
        throw std::invalid_argument("PROGAN_TRAINING_KERNELS is \"" + chosen +
                                    "\", but must be bfloat16, float32 or libtorch.");
    own_kernels_chosen = chosen != "libtorch";
    return chosen.empty() || chosen == "bfloat16";
}

bool own_kernels(const at::Tensor& tensor) {
    return own_kernels_chosen && tensor.is_cpu();
}

double equalized_scale(const Layer& layer) {
    return progan::equalized_scale(layer.gain, layer.weight.numel() / layer.weight.size(0));
}

Features features_of(const at::Tensor& values, Pending pending) {
    if (own_kernels(values)) return processor::features_of(values, pending);
    return library::features_of(values, pending);
}

at::Tensor values_of(const Features& features) {
    at::Tensor values = features.values.narrow(3, 0, features.channels);
    switch (features.pending) {
        case Pending::activation:
            return progan_torch::leaky_relu(values);
        case Pending::normalization:
            return pixel_norm(progan_torch::leaky_relu(values));
        case Pending::nothing:
            break;
    }
    return values;
}

Features convolve(Sampling sampling, const Features& features, const Layer& layer, Pending next) {
    if (own_kernels(features.values)) return processor::convolve(sampling, features, layer, next);
    return library::convolve(sampling, features, layer, next);
}

Features from_rgb(const at::Tensor& images, const Layer& layer) {
    if (own_kernels(images)) return processor::from_rgb(images, layer);
    return library::from_rgb(images, layer);
}

at::Tensor to_rgb(const Features& features, const Layer& layer) {
    if (own_kernels(features.values)) return processor::to_rgb(features, layer);
    return library::to_rgb(features, layer);
}

at::Tensor linear(const at::Tensor& x, const Layer& layer) {
    return at::linear(x, layer.weight * equalized_scale(layer), layer.bias);
}

at::Tensor leaky_relu(const at::Tensor& x) {
    return at::leaky_relu(x, kLeakySlope);
}

at::Tensor pixel_norm(const at::Tensor& x) {
    return x * at::rsqrt(at::mean(x * x, -1, true) + kNormEpsilon);
}

at::Tensor upsample(const at::Tensor& images) {
    const std::int64_t n = images.size(0), side = images.size(1);
    return images.reshape({n, side, 1, side, 1, 3})
        .expand({n, side, 2, side, 2, 3})
        .reshape({n, 2 * side, 2 * side, 3});
}

at::Tensor downsample(const at::Tensor& images) {
    const std::int64_t n = images.size(0), side = images.size(1) / 2;
    return images.reshape({n, side, 2, side, 2, 3}).mean(std::array<std::int64_t, 2>{2, 4});
}

at::Tensor minibatch_stddev(const at::Tensor& x, std::int64_t group) {
    const std::int64_t n = x.size(0), size = std::min(group, n), groups = n / size;
    const at::Tensor grouped = x.reshape({size, groups, -1});
    const at::Tensor centered = grouped - at::mean(grouped, 0, true);
    const at::Tensor deviation = at::sqrt(at::mean(centered * centered, 0) + kNormEpsilon);  // [groups, rest]
    const at::Tensor one = at::mean(deviation, 1).reshape({1, groups, 1, 1, 1});
    const at::Tensor channel =
        one.expand({size, groups, x.size(1), x.size(2), 1}).reshape({n, x.size(1), x.size(2), 1});
    return at::cat({x, channel}, 3);
}

at::Tensor fade(const at::Tensor& low, const at::Tensor& high, double alpha) {
    return at::lerp(low, high, alpha);
}

}  // namespace progan_torch
