#include "core/model/cpu/first_layer_4x4.h"

#include <algorithm>

#include "core/kernels/padding.h"
#include "core/model/first_layer.h"
#include "core/model/model_tensors.h"

namespace progan {
namespace {

std::size_t size_of(int value) {
    return static_cast<std::size_t>(value);
}

}  // namespace

FirstLayer4x4::FirstLayer4x4(const Kernels& kernels, const ModelSpec& spec, const Model& model)
    : kernels_(kernels), spec_(spec), channels_(spec.channels[0]) {
    const int latent = spec_.latent_size, lanes = padded(channels_);
    weights_.grow(size_of(columns()) * size_of(latent));
    weights_.fill_with_zeros();
    bias_.grow(size_of(columns()));
    bias_.fill_with_zeros();
    const std::vector<float>& weight = tensor(model, "levels.0.first.weight").values;
    const std::vector<float>& bias = tensor(model, "levels.0.first.bias").values;
    for (int c = 0; c < channels_; ++c)
        for (int at = 0; at < 16; ++at) {
            const int column = at * lanes + c;
            bias_.data()[column] = bias[size_of(bias.size() == size_of(channels_) ? c : c * 16 + at)];
            const int first = column / kernels.panel * kernels.panel;
            const int width = std::min(kernels.panel, columns() - first);
            float* panel = weights_.data() + std::ptrdiff_t{first} * latent + (column - first);
            for (int l = 0; l < latent; ++l)
                panel[std::ptrdiff_t{l} * width] = weight[first_layer_index(spec_, l, c, at)];
        }
}

int FirstLayer4x4::columns() const {
    return 16 * padded(channels_);
}

void FirstLayer4x4::multiply(ThreadPool& pool, const float* latents, int count, float* to) const {
    const int latent = spec_.latent_size, panel = kernels_.panel;
    pool.run((columns() + panel - 1) / panel, [&](std::ptrdiff_t item, int) {
        const int first = static_cast<int>(item) * panel;
        kernels_.multiply(latents, latent, count, weights_.data() + std::ptrdiff_t{first} * latent, latent,
                          std::min(panel, columns() - first), to + first, columns());
    });
}

void FirstLayer4x4::run(ThreadPool& pool, const float* latents, int count, Features& out) const {
    out.resize(count, 4, channels_);
    multiply(pool, latents, count, out.values.data());
    const int lanes = padded(channels_);
    const bool normalize = spec_.norm_after_first && spec_.norm_placement != NormPlacement::none;
    const bool before = spec_.norm_placement == NormPlacement::before_activation;
    const auto slope = static_cast<float>(spec_.leaky_slope);
    for (int pixel = 0; pixel < count * 16; ++pixel) {
        float* x = out.values.data() + std::ptrdiff_t{pixel} * lanes;
        const float* bias = bias_.data() + pixel % 16 * lanes;
        float squares = 0;
        for (int c = 0; c < channels_; ++c) {
            const float sum = x[c] + bias[c];
            x[c] = sum > 0 ? sum : slope * sum;
            squares += before ? sum * sum : x[c] * x[c];
        }
        out.scales.data()[pixel] =
            normalize ? norm_scale(spec_, squares / static_cast<float>(channels_)) : 1.0f;
    }
}

void FirstLayer4x4::sums(ThreadPool& pool, const float* latents, int count, float* sums) const {
    multiply(pool, latents, count, sums);
    for (int image = 0; image < count; ++image)
        for (int i = 0; i < columns(); ++i) sums[std::ptrdiff_t{image} * columns() + i] += bias_.data()[i];
}

FirstLayerTranspose::FirstLayerTranspose(const Kernels& kernels, const Model& model)
    : kernels_(kernels), latent_(model.spec.latent_size), depth_(16 * padded(model.spec.channels[0])) {
    const int lanes = padded(model.spec.channels[0]), columns = padded(latent_);
    weights_.grow(size_of(depth_) * size_of(columns));
    weights_.fill_with_zeros();
    const std::vector<float>& weight = tensor(model, "levels.0.first.weight").values;
    for (int l = 0; l < latent_; ++l) {
        const int first = l / kernels.panel * kernels.panel;
        const int width = std::min(kernels.panel, columns - first);
        float* panel = weights_.data() + std::ptrdiff_t{first} * depth_ + (l - first);
        for (int c = 0; c < model.spec.channels[0]; ++c)
            for (int at = 0; at < 16; ++at)
                panel[(std::ptrdiff_t{at} * lanes + c) * width] =
                    weight[first_layer_index(model.spec, l, c, at)];
    }
}

void FirstLayerTranspose::run(ThreadPool& pool, const float* gradients, int count, float* to) const {
    const int columns = padded(latent_), panel = kernels_.panel;
    pool.run((columns + panel - 1) / panel, [&](std::ptrdiff_t item, int) {
        const int first = static_cast<int>(item) * panel;
        kernels_.multiply(gradients, depth_, count, weights_.data() + std::ptrdiff_t{first} * depth_, depth_,
                          std::min(panel, columns - first), to + first, columns);
    });
}

}  // namespace progan
