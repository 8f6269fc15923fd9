#include "core/train/widen_discriminator.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace progan {
namespace {

/// How many weights each output has. They are sorted by input, also in the dense layer.
std::size_t row_length(const WeightTensor& weight) {
    return weight.values.size() / static_cast<std::size_t>(weight.shape.front());
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
    const std::size_t old_row = row_length(from), wide_row = row_length(into);
    // The minibatch standard deviation is the last input of level 0's convolution, and stays the last.
    const std::size_t last =
        name == "levels.0.conv.weight" ? old_row / static_cast<std::size_t>(from.shape[1]) : 0;
    // The equalized scale falls with the number of inputs.
    const double scale = std::sqrt(static_cast<double>(wide_row) / static_cast<double>(old_row));
    const auto scaled = [scale](float value) { return static_cast<float>(value * scale); };
    const float* source = from.values.data();
    float* target = into.values.data();
    for (std::int64_t output = 0; output < from.shape.front(); ++output) {
        std::fill_n(target, wide_row, 0.0F);
        std::transform(source, source + old_row - last, target, scaled);
        std::transform(source + old_row - last, source + old_row, target + wide_row - last, scaled);
        source += old_row;
        target += wide_row;
    }
    return true;
}

}  // namespace progan
