// Equalized learning rate: weights are stored with unit variance and multiplied by a constant whenever they
// are used, so that Adam moves all layers at the same speed. Source: Karras et al. 2018, section 4.1; the
// constant is He's, gain / sqrt(inputs of one output).
#pragma once

#include <cmath>
#include <cstdint>
#include <string_view>

namespace progan {

/// Gain of a layer followed by a leaky ReLU, and of one followed by nothing (to-RGB, the final score).
inline constexpr double kActivatedGain = 1.4142135623730951;
inline constexpr double kLinearGain = 1;

/// The constant of a layer whose outputs are sums of `inputs` products.
inline double equalized_scale(double gain, std::int64_t inputs) {
    return gain / std::sqrt(static_cast<double>(inputs));
}

/// The gain of a generator layer, by its name in spec.h's required_tensors without ".weight". The first
/// layer's is a quarter, because each of its inputs reaches 16 positions.
inline double generator_gain(std::string_view layer) {
    if (layer.ends_with(".to_rgb")) return kLinearGain;
    return layer.ends_with(".first") ? kActivatedGain / 4 : kActivatedGain;
}

}  // namespace progan
