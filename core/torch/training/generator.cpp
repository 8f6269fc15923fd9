#include <ATen/ATen.h>

#include "core/torch/abi/equalized.h"
#include "core/torch/training/networks.h"

namespace progan_torch {
namespace {

std::string at_level(int level, const char* layer) {
    return "levels." + std::to_string(level) + "." + layer;
}

Layer layer_of(const std::map<std::string, at::Tensor>& weights, const std::string& name) {
    return {weights.at(name + ".weight"), weights.at(name + ".bias"), progan::generator_gain(name)};
}

}  // namespace

void declare_generator(Parameters& parameters, std::int64_t latent_size,
                       const std::vector<std::int64_t>& channels) {
    const auto layer = [&](int level, const char* name, std::vector<std::int64_t> shape) {
        const std::int64_t outputs = shape[0];
        parameters.declare(at_level(level, name) + ".weight", std::move(shape), level);
        parameters.declare(at_level(level, name) + ".bias", {outputs}, level);
    };
    for (int level = 0; level < static_cast<int>(channels.size()); ++level) {
        const std::int64_t out = channels[static_cast<std::size_t>(level)];
        if (level == 0) {
            layer(0, "first", {out * 16, latent_size});
            layer(0, "conv", {out, out, 3, 3});
        } else {
            layer(level, "conv1", {out, channels[static_cast<std::size_t>(level - 1)], 3, 3});
            layer(level, "conv2", {out, out, 3, 3});
        }
        layer(level, "to_rgb", {3, out, 1, 1});
    }
}

at::Tensor generate(const std::map<std::string, at::Tensor>& weights, const at::Tensor& latents, int level,
                    double alpha) {
    const auto layer = [&](int l, const char* name) { return layer_of(weights, at_level(l, name)); };
    const at::Tensor first = linear(pixel_norm(latents), layer(0, "first"));
    Features x =
        features_of(first.reshape({latents.size(0), -1, 4, 4}).permute({0, 2, 3, 1}), Pending::normalization);
    x = convolve(Sampling::same, x, layer(0, "conv"), Pending::normalization);
    Features below;
    for (int l = 1; l <= level; ++l) {
        below = x;
        x = convolve(Sampling::up, x, layer(l, "conv1"), Pending::normalization);
        x = convolve(Sampling::same, x, layer(l, "conv2"), Pending::normalization);
    }
    at::Tensor image = to_rgb(x, layer(level, "to_rgb"));
    if (level == 0 || alpha >= 1) return image;
    return fade(upsample(to_rgb(below, layer(level - 1, "to_rgb"))), image, alpha);
}

}  // namespace progan_torch
