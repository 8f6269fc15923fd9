// NVIDIA's first, Theano version: the parameters are a list without names, each weight followed by its scale
// (one number) and its bias: dense, 4x4, then two convolutions per level, then to-RGB from the highest level
// down (according to legacy.py of the TensorFlow version). Theano convolves with the kernel turned by 180
// degrees.
#include "core/import/dialect.h"

namespace progan {
namespace {

bool matches(const NamedTensors& names) {
    const Tensor* dense = names.group().path.ends_with("param_values") ? names.find("0") : nullptr;
    return dense && dense->rank() == 4 && dense->size(2) == 4 && dense->size(3) == 4;
}

void convert(const NamedTensors& names, const ImportOptions&, GeneratorBuilder& builder) {
    int next = 0;
    const int count = static_cast<int>(names.all().size());
    const auto take = [&]() -> const Tensor& { return names.need(std::to_string(next++)); };
    // weight, scale (missing if it was trained without), bias
    const auto layer = [&](auto&& arrange) {
        GeneratorBuilder::Layer result;
        result.weight = arrange(take());
        const Tensor* second = &take();
        if (second->count() == 1) {
            result.weight_scale = second->values()[0];
            second = &take();
        }
        result.bias = *second;
        return result;
    };
    const auto turned = [](const Tensor& oihw) { return oihw.rank() == 4 ? oihw.flip({2, 3}) : oihw; };
    const auto peek = [&](int ahead) { return names.find(std::to_string(next + ahead)); };

    builder.first(FirstLayer::conv_transpose, layer([](const Tensor& weight) {
                      return weight.permute({1, 0, 2, 3});
                  }));
    builder.conv(0, false, layer(turned));
    int top = 0;
    while (next < count && peek(0) && peek(0)->rank() == 4) {
        ++top;
        builder.conv(top, false, layer(turned));
        builder.conv(top, true, layer(turned));
    }
    for (int level = top; level >= 0 && next < count; --level)
        builder.to_rgb(level, layer([](const Tensor& in_out) {
                           return in_out.rank() == 2 ? in_out.permute({1, 0}) : in_out;
                       }));
    const double lod = names.number("../toplevel_params.cur_lod").value_or(0);
    if (lod >= 0 && lod < top + 1) {
        builder.spec.last_level = top - static_cast<int>(lod);
        builder.spec.alpha = 1 - (lod - static_cast<int>(lod));
    }
}

}  // namespace

const Dialect kTheano{"theano", "progressive_growing_of_gans (NVIDIA, Theano)", matches, convert};

}  // namespace progan
