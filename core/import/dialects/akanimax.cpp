// akanimax/pro_gan_pytorch, versions 2 and 3: a transposed convolution first (scaled by its input channels
// alone) without pixel norm after it; to-RGB has the gain sqrt(2). Version 2 leaves normalizing z to the
// caller.
#include <cmath>

#include "core/import/dialect.h"

namespace progan {
namespace {

GeneratorBuilder::Layer layer(const NamedTensors& names, const std::string& stem, bool equalized) {
    const Tensor& weight = names.need(stem + ".weight");
    const Tensor* bias = names.find(stem + ".bias");
    return {weight, equalized ? he_scale(weight) : 1, bias ? std::optional(*bias) : std::nullopt, 1};
}

void read_blocks(const NamedTensors& names, GeneratorBuilder& builder, const std::string& first,
                 int first_block, bool equalized) {
    GeneratorBuilder::Layer start = layer(names, first + ".conv_1", equalized);
    if (equalized && start.weight.rank() == 4 && start.weight.count() > 0)
        start.weight_scale = std::sqrt(2 / static_cast<double>(start.weight.size(0)));
    builder.first(FirstLayer::conv_transpose, std::move(start));
    builder.conv(0, false, layer(names, first + ".conv_2", equalized));
    for (int level = 1;; ++level) {
        const std::string block = numbered("layers.{}", level - 1 + first_block);
        if (!names.has(block + ".conv_1.weight")) break;
        builder.conv(level, false, layer(names, block + ".conv_1", equalized));
        builder.conv(level, true, layer(names, block + ".conv_2", equalized));
    }
    for (int level = 0; names.has(numbered("rgb_converters.{}.weight", level)); ++level)
        builder.to_rgb(level, layer(names, numbered("rgb_converters.{}", level), equalized));
    builder.spec.norm_after_first = false;
}

bool matches_v3(const NamedTensors& names) {
    return names.has("layers.0.conv_1.weight") && names.has("rgb_converters.0.weight") &&
           !names.has("initial_block.conv_1.weight");
}

void convert_v3(const NamedTensors& names, const ImportOptions&, GeneratorBuilder& builder) {
    read_blocks(names, builder, "layers.0", 1, names.number("../conf.use_eql").value_or(1) != 0);
}

bool matches_v2(const NamedTensors& names) {
    return names.has("initial_block.conv_1.weight") && names.has("rgb_converters.0.weight");
}

void convert_v2(const NamedTensors& names, const ImportOptions&, GeneratorBuilder& builder) {
    read_blocks(names, builder, "initial_block", 0, true);
    builder.spec.normalize_latent = false;
    builder.note(
        "It does not normalise its latents, so their length matters (the square root of the latent size is "
        "usual).");
}

}  // namespace

const Dialect kAkanimaxV3{"akanimax_v3", "pro_gan_pytorch 3 (akanimax)", matches_v3, convert_v3};
const Dialect kAkanimaxV2{"akanimax_v2", "pro_gan_pytorch 1 and 2 (akanimax)", matches_v2, convert_v2};

}  // namespace progan
