// genforce/genforce, models/pggan_generator.py: NVIDIA's network with running numbers. A model of the fused
// kind keeps transposed [in, out, kh, kw] weights in the even layers.
#include "core/import/dialect.h"
#include "core/import/dialects/numbered_layers.h"

namespace progan {
namespace {

bool matches(const NamedTensors& names) {
    return names.has("layer0.weight") && names.has("layer1.weight") && names.has("output0.weight");
}

/// Only visible in the shapes where a level has other channels than the one below: there a fused weight is
/// transposed.
bool is_fused(const NamedTensors& names) {
    for (int i = 2; names.has(numbered("layer{}.weight", i)) && names.has(numbered("layer{}.weight", i + 1));
         i += 2) {
        const Tensor &up = names.need(numbered("layer{}.weight", i)),
                     &next = names.need(numbered("layer{}.weight", i + 1));
        if (up.rank() == 4 && next.rank() == 4 && up.size(0) != up.size(1)) return up.size(1) == next.size(1);
    }
    return false;
}

void convert(const NamedTensors& names, const ImportOptions&, GeneratorBuilder& builder) {
    const bool fused = is_fused(names);
    const auto layer = [&](const std::string& stem, double gain_squared, bool turn) {
        const Tensor& stored = names.need(stem + ".weight");
        const Tensor weight = turn ? unfused(stored) : stored;
        return GeneratorBuilder::Layer{weight, he_scale(weight, gain_squared), names.need(stem + ".bias"), 1};
    };
    const int top = read_numbered_layers(
        builder, 0, [&](int i) { return names.has(numbered("layer{}.weight", i)); },
        [&](int i) { return layer(numbered("layer{}", i), 2, fused && i >= 2 && i % 2 == 0); });
    for (int level = 0; level <= top; ++level)
        if (names.has(numbered("output{}.weight", level)))
            builder.to_rgb(level, layer(numbered("output{}", level), 1, false));
    if (const Tensor* lod = names.find("lod"); lod && lod->count() == 1) {
        const double value = lod->values()[0];
        if (value >= 0 && value < top + 1) {
            builder.spec.last_level = top - static_cast<int>(value);
            builder.spec.alpha = 1 - (value - static_cast<int>(value));
        }
    }
    if (fused) builder.note("Its upsampling convolutions are fused; they were converted to plain ones.");
}

}  // namespace

const Dialect kGenForce{"genforce", "GenForce (PGGAN)", matches, convert};

}  // namespace progan
