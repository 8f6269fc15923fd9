#include <ATen/ATen.h>

#include <array>

#include "core/torch/abi/discriminator_layers.h"
#include "core/torch/abi/equalized.h"
#include "core/torch/training/networks.h"

namespace progan_torch {
namespace {

constexpr std::int64_t kMaxFeaturesPerLevel = 2048;  // so that 20,000 pictures fit in memory

std::string at_level(int level, const char* layer) {
    return "levels." + std::to_string(level) + "." + layer;
}

Layer layer_of(const Parameters& parameters, int level, const char* name, double gain) {
    const std::string full = at_level(level, name);
    return {parameters[full + ".weight"], parameters[full + ".bias"], gain};
}

/// Means over 4 x 4 cells, or over fewer where there are many channels, as [n, features].
at::Tensor cell_means(const Features& features) {
    const at::Tensor x = values_of(features).permute({0, 3, 1, 2}).contiguous();
    std::int64_t cells = 4;
    while (cells > 1 && cells * cells * x.size(1) > kMaxFeaturesPerLevel) cells /= 2;
    return at::avg_pool2d(x, std::array{x.size(2) / cells, x.size(3) / cells}).flatten(1);
}

/// The two convolutions of a level above 4 x 4, which halve the size.
Features block(const Parameters& parameters, const Features& x, int level) {
    const auto layer = [&](const char* name) {
        return layer_of(parameters, level, name, progan::kActivatedGain);
    };
    const Features inner = convolve(Sampling::same, x, layer("conv1"), Pending::activation);
    return convolve(Sampling::down, inner, layer("conv2"), Pending::activation);
}

}  // namespace

void declare_discriminator(Parameters& parameters, const std::vector<std::int64_t>& channels) {
    progan::for_each_discriminator_layer(
        channels, [&](int level, const char* name, std::vector<std::int64_t> shape) {
            const std::int64_t outputs = shape[0];
            parameters.declare(at_level(level, name) + ".weight", std::move(shape), level);
            parameters.declare(at_level(level, name) + ".bias", {outputs}, level);
        });
}

at::Tensor score(const Parameters& parameters, const at::Tensor& images, int level, double alpha) {
    const auto layer = [&](int l, const char* name) {
        return layer_of(parameters, l, name, progan::kActivatedGain);
    };
    Features x = from_rgb(images, layer(level, "from_rgb"));
    for (int l = level; l >= 1; --l) {
        x = block(parameters, x, l);
        if (l == level && alpha < 1) {
            const Features low = from_rgb(downsample(images), layer(l - 1, "from_rgb"));
            x = features_of(fade(values_of(low), values_of(x), alpha), Pending::nothing);
        }
    }
    x = features_of(minibatch_stddev(values_of(x), kMinibatchStddevGroup), Pending::nothing);
    const at::Tensor last = values_of(convolve(Sampling::same, x, layer(0, "conv"), Pending::activation));
    const at::Tensor flat = last.permute({0, 3, 1, 2}).reshape({last.size(0), -1});
    const at::Tensor dense = progan_torch::leaky_relu(linear(flat, layer(0, "dense")));
    return linear(dense, layer_of(parameters, 0, "score", progan::kLinearGain)).reshape({-1});
}

at::Tensor describe(const Parameters& parameters, const at::Tensor& images, int level) {
    std::vector<at::Tensor> features;
    Features x = from_rgb(images, layer_of(parameters, level, "from_rgb", progan::kActivatedGain));
    for (int l = level; l >= 0; --l) {
        features.push_back(cell_means(x));
        if (l > 0) x = block(parameters, x, l);
    }
    return at::cat(features, 1);
}

at::Tensor fade_reals(const at::Tensor& images, double alpha) {
    if (alpha >= 1 || images.size(1) <= 4) return images;
    return fade(upsample(downsample(images)), images, alpha);
}

}  // namespace progan_torch
