#include "core/train/widen_discriminator.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace progan {
namespace {

/// Of a weight seen as [outputs, inputs * positions]: a dense layer after 4 x 4 features has 16 positions for
/// each input, but all of one input come together, so that its columns are like separate inputs.
struct Sides {
    std::size_t outputs, columns;
};

Sides sides_of(const WeightTensor& weight) {
    const auto outputs = static_cast<std::size_t>(weight.shape.front());
    return {outputs, weight.values.size() / outputs};
}

bool fits_into(const WeightTensor& from, const WeightTensor& into) {
    if (from.shape.size() != into.shape.size()) return false;
    for (std::size_t i = 0; i < from.shape.size(); ++i)
        if (from.shape[i] < 1 || (i < 2 ? from.shape[i] > into.shape[i] : from.shape[i] != into.shape[i]))
            return false;
    return true;
}

}  // namespace

bool widen_layer(std::string_view name, const WeightTensor& from, WeightTensor& into) {
    if (!fits_into(from, into)) return false;
    if (from.shape.size() == 1) {
        std::copy(from.values.begin(), from.values.end(), into.values.begin());
        return true;
    }
    const Sides old = sides_of(from), wide = sides_of(into);
    // The minibatch standard deviation is the last input of level 0's convolution, and stays the last.
    const std::size_t last =
        name == "levels.0.conv.weight" ? old.columns / static_cast<std::size_t>(from.shape[1]) : 0;
    // The equalized scale falls with the number of inputs.
    const double scale = std::sqrt(static_cast<double>(wide.columns) / static_cast<double>(old.columns));
    for (std::size_t output = 0; output < old.outputs; ++output) {
        const float* source = from.values.data() + output * old.columns;
        float* row = into.values.data() + output * wide.columns;
        const auto scaled = [&](float value) { return static_cast<float>(value * scale); };
        std::fill_n(row, wide.columns, 0.0F);
        std::transform(source, source + old.columns - last, row, scaled);
        std::transform(source + old.columns - last, source + old.columns, row + wide.columns - last, scaled);
    }
    return true;
}

}  // namespace progan
