// facebookresearch/pytorch_GAN_zoo, models/networks/progressive_conv_net.py and custom_layers.py: the
// equalized scale multiplies a layer's output, bias included, so the bias is scaled too; to-RGB has the same
// gain as the rest. Its alpha runs the other way: 0 is the last level alone.
#include "core/import/dialect.h"
#include "core/support/format.h"

namespace progan {
namespace {

/// Older files lack the ".module" of the equalized layers.
std::string layer(const NamedTensors& names, const std::string& stem) {
    return names.has(stem + ".module.weight") ? stem + ".module" : stem;
}

bool matches(const NamedTensors& names) {
    return names.has(layer(names, "formatLayer") + ".weight") &&
           names.has(layer(names, "toRGBLayers.0") + ".weight");
}

void convert(const NamedTensors& names, const ImportOptions&, GeneratorBuilder& builder) {
    const bool equalized = names.number("../config.equalizedlR").value_or(1) != 0;
    const auto make = [&](const std::string& stem) {
        const std::string name = layer(names, stem);
        const Tensor& weight = names.need(name + ".weight");
        const double scale = equalized ? he_scale(weight) : 1;
        const Tensor* bias = names.find(name + ".bias");
        return GeneratorBuilder::Layer{weight, scale, bias ? std::optional(*bias) : std::nullopt, scale};
    };
    const auto there = [&](const std::string& stem) { return names.has(layer(names, stem) + ".weight"); };
    builder.first(FirstLayer::linear, make("formatLayer"));
    builder.conv(0, false, make("groupScale0.0"));
    for (int i = 0; there(numbered("scaleLayers.{}.0", i)) && there(numbered("scaleLayers.{}.1", i)); ++i) {
        builder.conv(i + 1, false, make(numbered("scaleLayers.{}.0", i)));
        builder.conv(i + 1, true, make(numbered("scaleLayers.{}.1", i)));
    }
    for (int i = 0; there(numbered("toRGBLayers.{}", i)); ++i)
        builder.to_rgb(i, make(numbered("toRGBLayers.{}", i)));

    ModelSpec& spec = builder.spec;
    spec.leaky_slope = names.number("../config.leakyReluLeak").value_or(0.2);
    if (names.number("../config.perChannelNormalization").value_or(1) == 0) {
        spec.norm_placement = NormPlacement::none;
        spec.normalize_latent = false;
    }
    const std::string loss = names.text("../config.lossCriterion").value_or("WGANGP");
    if (loss == "MSE" || loss == "DCGAN") spec.output_activation = OutputActivation::tanh;
    if (const auto alpha = names.number("../config.alpha"); alpha && *alpha > 0 && *alpha <= 1)
        spec.alpha = 1 - *alpha;
    if (const auto labels = names.number("../config.categoryVectorDim"); labels && *labels > 0)
        builder.note(
            fmt::format("The last {} components of the latent are labels.", static_cast<int>(*labels)));
}

}  // namespace

const Dialect kGanZoo{"gan_zoo", "pytorch_GAN_zoo (Facebook)", matches, convert};

}  // namespace progan
