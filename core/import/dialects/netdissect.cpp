// CSAILVision/gandissect, netdissect/proggan.py: the equalized scale is applied at run time, to-RGB has gain
// 1, and only the last to-RGB layer exists.
#include "core/import/dialect.h"
#include "core/import/dialects/numbered_layers.h"
#include "core/support/format.h"

namespace progan {
namespace {

std::string output_name(int level) {
    return fmt::format("output_{0}x{0}", resolution(level));
}

bool matches(const NamedTensors& names) {
    return names.has("layer1.conv.weight") && names.has("layer1.wscale.b");
}

GeneratorBuilder::Layer layer(const NamedTensors& names, const std::string& stem, double gain_squared) {
    const Tensor& weight = names.need(stem + ".conv.weight");
    return {weight, he_scale(weight, gain_squared), names.need(stem + ".wscale.b"), 1};
}

void convert(const NamedTensors& names, const ImportOptions&, GeneratorBuilder& builder) {
    const int top = read_numbered_layers(
        builder, 1, [&](int i) { return names.has(numbered("layer{}.conv.weight", i)); },
        [&](int i) { return layer(names, numbered("layer{}", i), 2); });
    for (int level = 0; level <= top; ++level)
        if (names.has(output_name(level) + ".conv.weight"))
            builder.to_rgb(level, layer(names, output_name(level), 1));
}

}  // namespace

const Dialect kNetdissect{"netdissect", "GAN Dissection's netdissect (proggan)", matches, convert};

}  // namespace progan
