// open-mmlab/mmgeneration, models/architectures/pggan: linear first, pixel norm x / (rms + 1e-6), up-sampling
// convolutions fused into transposed ones [in, out, kh, kw] whose equalized scale counts out * 9 as fan-in
// (it is taken from the second axis).
#include <cmath>

#include "core/import/dialect.h"
#include "core/import/dialects/numbered_layers.h"

namespace progan {
namespace {

bool matches(const NamedTensors& names) {
    return names.has("noise2feat.linear.weight_orig") && names.has("conv_blocks.0.conv.weight_orig");
}

std::optional<Tensor> bias_of(const NamedTensors& names, const std::string& name) {
    const Tensor* bias = names.find(name);
    if (!bias) return std::nullopt;
    return bias->reshape({bias->count()}).value_or(*bias);
}

/// Whether upsampling convolutions are fused, judged where a level has other channels than the one below.
bool is_fused(const NamedTensors& names) {
    for (int j = 1; names.has(numbered("conv_blocks.{}.conv.weight_orig", j + 1)); j += 2) {
        const Tensor &up = names.need(numbered("conv_blocks.{}.conv.weight_orig", j)),
                     &refine = names.need(numbered("conv_blocks.{}.conv.weight_orig", j + 1));
        if (up.rank() == 4 && refine.rank() == 4 && up.size(0) != up.size(1))
            return up.size(1) == refine.size(1);
    }
    return true;  // its default
}

void convert(const NamedTensors& names, const ImportOptions&, GeneratorBuilder& builder) {
    const Tensor& linear = names.need("noise2feat.linear.weight_orig");
    builder.first(FirstLayer::linear, {linear, he_scale(linear) / 4, bias_of(names, "noise2feat.bias"), 1});
    const bool fused = is_fused(names);
    const auto conv = [&](int j, bool turn) {
        const std::string stem = numbered("conv_blocks.{}.conv", j);
        const Tensor& stored = names.need(stem + ".weight_orig");
        return GeneratorBuilder::Layer{turn ? unfused(stored) : stored, he_scale(stored),
                                       bias_of(names, stem + ".bias"), 1};
    };
    builder.conv(0, false, conv(0, false));
    for (int level = 1; names.has(numbered("conv_blocks.{}.conv.weight_orig", 2 * level)); ++level) {
        builder.conv(level, false, conv(2 * level - 1, fused));
        builder.conv(level, true, conv(2 * level, false));
    }
    for (int level = 0; names.has(numbered("torgb_layers.{}.conv.weight_orig", level)); ++level) {
        const std::string stem = numbered("torgb_layers.{}.conv", level);
        const Tensor& weight = names.need(stem + ".weight_orig");
        builder.to_rgb(level, {weight, he_scale(weight, 1), bias_of(names, stem + ".bias"), 1});
    }
    builder.spec.norm_epsilon = 1e-6;
    builder.spec.epsilon_inside_root = false;
    if (!fused) builder.note("Its upsampling convolutions are plain ones.");
}

}  // namespace

const Dialect kMmGeneration{"mmgeneration", "MMGeneration (PGGAN)", matches, convert};

}  // namespace progan
