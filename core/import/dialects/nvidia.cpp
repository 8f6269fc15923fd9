// NVIDIA's progressive_growing_of_gans, networks.py (TensorFlow). Weights are [kh, kw, in, out], the fused
// up-sampling convolution's [kh, kw, out, in]. The equalized scale is not in the file: gain sqrt(2), for the
// dense layer sqrt(2)/4, for to-RGB 1. "lod" is the distance from the full resolution: 0 is the last level
// alone.
#include <cmath>

#include "core/import/dialect.h"
#include "core/support/format.h"

namespace progan {
namespace {

std::string block(int level, std::string_view layer) {
    return fmt::format("{0}x{0}/{1}", resolution(level), layer);
}

bool matches(const NamedTensors& names) {
    return names.has("4x4/Dense/weight") && names.has("4x4/Conv/weight");
}

GeneratorBuilder::Layer layer(const NamedTensors& names, const std::string& name, const Tensor& weight,
                              double scale) {
    const Tensor* bias = names.find(name + "/bias");
    return {weight, scale, bias ? std::optional(*bias) : std::nullopt, 1};
}

/// [kh, kw, in, out] to [out, in, kh, kw].
GeneratorBuilder::Layer conv(const NamedTensors& names, const std::string& name) {
    const Tensor& hwio = names.need(name + "/weight");
    if (hwio.rank() != 4) return {hwio, 1, std::nullopt, 1};  // the builder rejects it
    const Tensor weight = hwio.permute({3, 2, 0, 1});
    return layer(names, name, weight, he_scale(weight));
}

/// The convolution after nearest-neighbor upsampling by 2 that is equivalent to the fused transposed one:
/// the same with its kernel turned by 180 degrees.
GeneratorBuilder::Layer fused(const NamedTensors& names, const std::string& name) {
    const Tensor& hwoi = names.need(name + "/weight");
    if (hwoi.rank() != 4) return {hwoi, 1, std::nullopt, 1};
    const Tensor weight = hwoi.permute({2, 3, 0, 1}).flip({2, 3});
    return layer(names, name, weight, he_scale(weight));
}

/// The dense layer's [latent, C*16] is a transposed convolution's [latent, C, 4, 4].
GeneratorBuilder::Layer dense(const NamedTensors& names) {
    const Tensor& weight = names.need("4x4/Dense/weight");
    const std::int64_t latent = weight.rank() == 2 ? weight.size(0) : 0;
    const auto shaped = latent > 0 ? weight.reshape({latent, weight.size(1) / 16, 4, 4}) : std::nullopt;
    return layer(names, "4x4/Dense", shaped.value_or(weight),
                 std::sqrt(2.0) / 4 / std::sqrt(static_cast<double>(latent)));
}

void convert(const NamedTensors& names, const ImportOptions&, GeneratorBuilder& builder) {
    builder.first(FirstLayer::conv_transpose, dense(names));
    builder.conv(0, false, conv(names, "4x4/Conv"));
    int top = 0;
    for (int level = 1; names.has(block(level, "Conv1/weight")); ++level) {
        const bool is_fused = names.has(block(level, "Conv0_up/weight"));
        builder.conv(level, false,
                     is_fused ? fused(names, block(level, "Conv0_up")) : conv(names, block(level, "Conv0")));
        builder.conv(level, true, conv(names, block(level, "Conv1")));
        top = level;
    }
    for (int level = 0; level <= top; ++level) {
        const std::string name = fmt::format("ToRGB_lod{}", top - level);
        if (!names.has(name + "/weight")) continue;
        GeneratorBuilder::Layer to_rgb = conv(names, name);
        to_rgb.weight_scale /= std::sqrt(2.0);  // gain 1
        builder.to_rgb(level, std::move(to_rgb));
    }
    double lod = names.number("lod").value_or(0);
    if (const Tensor* stored = names.find("lod"); stored && stored->count() == 1) lod = stored->values()[0];
    if (lod >= 0 && lod < top + 1) {
        const int whole = static_cast<int>(lod);
        builder.spec.last_level = top - whole;
        builder.spec.alpha = 1 - (lod - whole);
        if (lod > 0)
            builder.note(
                fmt::format("It was saved at level of detail {:.2f}, before it was fully grown.", lod));
    }
    if (const auto labels = names.number("../static_kwargs.label_size"); labels && *labels > 0)
        builder.note(
            fmt::format("The last {} components of the latent are labels.", static_cast<int>(*labels)));
}

}  // namespace

const Dialect kNvidia{"nvidia", "progressive_growing_of_gans (NVIDIA, TensorFlow)", matches, convert};

}  // namespace progan
