// CSAILVision/gandissect, netdissect/proggan.py: the equalized scale is applied at run time, to-RGB has gain
// 1, and only the last to-RGB is there.
#include "core/import/dialect.h"
#include "core/import/dialects/numbered_layers.h"

namespace progan {
namespace {

std::string output_name(int level) {
    const std::string side = std::to_string(resolution(level));
    return "output_" + side + "x" + side;
}

bool fits(const TensorNames& names) {
    return names.has("layer1.conv.weight") && names.has("layer1.wscale.b");
}

GeneratorBuilder::Layer layer(const TensorNames& names, const std::string& stem, double gain_squared) {
    const Tensor& weight = names.need(stem + ".conv.weight");
    return {weight, he_scale(weight, gain_squared), names.need(stem + ".wscale.b"), 1};
}

void read(const TensorNames& names, const ImportOptions&, GeneratorBuilder& builder) {
    const int top = read_numbered_layers(
        builder, 1, [&](int i) { return names.has(numbered("layer{}.conv.weight", i)); },
        [&](int i) { return layer(names, numbered("layer{}", i), 2); });
    for (int level = 0; level <= top; ++level)
        if (names.has(output_name(level) + ".conv.weight"))
            builder.to_rgb(level, layer(names, output_name(level), 1));
}

}  // namespace

const Dialect kNetdissect{"netdissect", "GAN Dissection's netdissect (proggan)", fits, read};

}  // namespace progan
