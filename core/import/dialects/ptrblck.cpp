// ptrblck's prog_gans_pytorch_inference, model.py: y = conv(x) * scale + b, where each layer's scale is
// stored. Only the last to-RGB layer exists.
#include "core/import/dialect.h"
#include "core/import/dialects/numbered_layers.h"

namespace progan {
namespace {

bool matches(const NamedTensors& names) {
    return names.has("features.0.conv.weight") && names.has("features.0.wscale.scale") &&
           names.has("output.conv.weight");
}

GeneratorBuilder::Layer layer(const NamedTensors& names, const std::string& stem) {
    const std::vector<float> scale = names.need(stem + ".wscale.scale").values();
    return {names.need(stem + ".conv.weight"), scale.size() == 1 ? static_cast<double>(scale[0]) : 1.0,
            names.need(stem + ".wscale.b"), 1};
}

void convert(const NamedTensors& names, const ImportOptions&, GeneratorBuilder& builder) {
    const int top = read_numbered_layers(
        builder, 0, [&](int i) { return names.has(numbered("features.{}.conv.weight", i)); },
        [&](int i) { return layer(names, numbered("features.{}", i)); });
    builder.to_rgb(top, layer(names, "output"));
}

}  // namespace

const Dialect kPtrblck{"ptrblck", "prog_gans_pytorch_inference (ptrblck)", matches, convert};

}  // namespace progan
