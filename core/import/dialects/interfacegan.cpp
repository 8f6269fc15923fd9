// genforce/interfacegan, models/pggan_generator_model.py: like GenForce, with the names of its scale layers.
// The fused kind has [kh, kw, in, out] weights.
#include "core/import/dialect.h"
#include "core/import/dialects/numbered_layers.h"

namespace progan {
namespace {

bool matches(const NamedTensors& names) {
    return names.has("layer0.conv.weight") && names.has("output0.conv.weight");
}

void convert(const NamedTensors& names, const ImportOptions&, GeneratorBuilder& builder) {
    bool any_fused = false;
    const auto layer = [&](const std::string& stem, double gain_squared) {
        const Tensor* plain = names.find(stem + ".conv.weight");
        if (!plain) any_fused = true;
        Tensor weight = plain ? *plain : names.need(stem + ".weight");
        if (!plain && weight.rank() == 4) weight = unfused(weight.permute({2, 3, 0, 1}));
        const double scale = he_scale(weight, gain_squared);
        return GeneratorBuilder::Layer{std::move(weight), scale, names.need(stem + ".wscale.bias"), 1};
    };
    const auto there = [&](int i) {
        return names.has(numbered("layer{}.conv.weight", i)) || names.has(numbered("layer{}.weight", i));
    };
    const int top =
        read_numbered_layers(builder, 0, there, [&](int i) { return layer(numbered("layer{}", i), 2); });
    for (int level = 0; level <= top; ++level)
        if (names.has(numbered("output{}.conv.weight", level)))
            builder.to_rgb(level, layer(numbered("output{}", level), 1));
    if (const Tensor* lod = names.find("lod"); lod && lod->count() == 1) {
        const double value = lod->values()[0];
        if (value >= 0 && value < top + 1) {
            builder.spec.last_level = top - static_cast<int>(value);
            builder.spec.alpha = 1 - (value - static_cast<int>(value));
        }
    }
    if (any_fused) builder.note("Its upsampling convolutions are fused; they were converted to plain ones.");
}

}  // namespace

const Dialect kInterFaceGan{"interfacegan", "InterFaceGAN (PGGAN)", matches, convert};

}  // namespace progan
