// Aladdin Persson's Machine-Learning-Collection, ProGAN/model.py: a plain transposed convolution first, no
// pixel norm after it; to-RGB has the gain sqrt(2); tanh from the second level on. All nine levels are always
// there.
#include "core/import/dialect.h"

namespace progan {
namespace {

bool matches(const NamedTensors& names) {
    return names.has("initial.1.weight") && names.has("initial_rgb.conv.weight");
}

void convert(const NamedTensors& names, const ImportOptions&, GeneratorBuilder& builder) {
    const auto scaled = [&](const std::string& stem) {
        const Tensor& weight = names.need(stem + ".conv.weight");
        return GeneratorBuilder::Layer{weight, he_scale(weight), names.need(stem + ".bias"), 1};
    };
    builder.first(FirstLayer::conv_transpose,
                  {names.need("initial.1.weight"), 1, names.need("initial.1.bias"), 1});
    builder.conv(0, false, scaled("initial.3"));
    for (int i = 0; names.has(numbered("prog_blocks.{}.conv1.conv.weight", i)); ++i) {
        builder.conv(i + 1, false, scaled(numbered("prog_blocks.{}.conv1", i)));
        builder.conv(i + 1, true, scaled(numbered("prog_blocks.{}.conv2", i)));
    }
    builder.to_rgb(0, scaled("initial_rgb"));
    for (int i = 1; names.has(numbered("rgb_layers.{}.conv.weight", i)); ++i)
        builder.to_rgb(i, scaled(numbered("rgb_layers.{}", i)));
    builder.spec.norm_after_first = false;
    builder.spec.output_activation = OutputActivation::tanh;
    builder.spec.output_activation_from_level = 1;
}

}  // namespace

const Dialect kAladdin{"aladdin", "Machine-Learning-Collection (Aladdin Persson)", matches, convert};

}  // namespace progan
