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

/// Means over 4 x 4 cells, or over fewer where there are many channels.
at::Tensor cell_means(const at::Tensor& x) {
    std::int64_t cells = 4;
    while (cells > 1 && cells * cells * x.size(1) > kMaxFeaturesPerLevel) cells /= 2;
    return at::avg_pool2d(x, std::array{x.size(2) / cells, x.size(3) / cells});
}

/// The two convolutions of a level above 4 x 4, which halve the size.
at::Tensor block(const Parameters& parameters, const at::Tensor& x, int level) {
    const auto layer = [&](const char* name) {
        return layer_of(parameters, level, name, progan::kActivatedGain);
    };
    const at::Tensor inner = progan_torch::leaky_relu(conv2d(x, layer("conv1")));
    return progan_torch::leaky_relu(conv2d_and_downsample(inner, layer("conv2")));
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
    at::Tensor x = progan_torch::leaky_relu(conv2d(images, layer(level, "from_rgb")));
    for (int l = level; l >= 1; --l) {
        x = block(parameters, x, l);
        if (l == level && alpha < 1)
            x = fade(progan_torch::leaky_relu(conv2d(downsample(images), layer(l - 1, "from_rgb"))), x,
                     alpha);
    }
    x = minibatch_stddev(x, kMinibatchStddevGroup);
    x = progan_torch::leaky_relu(conv2d(x, layer(0, "conv")));
    x = progan_torch::leaky_relu(linear(x.reshape({x.size(0), -1}), layer(0, "dense")));
    return linear(x, layer_of(parameters, 0, "score", progan::kLinearGain)).reshape({-1});
}

at::Tensor describe(const Parameters& parameters, const at::Tensor& images, int level) {
    std::vector<at::Tensor> features;
    at::Tensor x = progan_torch::leaky_relu(
        conv2d(images, layer_of(parameters, level, "from_rgb", progan::kActivatedGain)));
    for (int l = level; l >= 0; --l) {
        features.push_back(cell_means(x).flatten(1));
        if (l > 0) x = block(parameters, x, l);
    }
    return at::cat(features, 1);
}

at::Tensor fade_reals(const at::Tensor& images, double alpha) {
    if (alpha >= 1 || images.size(2) <= 4) return images;
    return fade(upsample(downsample(images)), images, alpha);
}

}  // namespace progan_torch
