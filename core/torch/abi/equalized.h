// Equalized learning rate: weights are kept with unit variance and multiplied by a constant each time they
// are used, so that Adam moves all layers at the same speed. Source: Karras et al. 2018, section 4.1; the
// constant is He's, gain / sqrt(inputs of one output).
#pragma once

#include <cmath>
#include <cstdint>
#include <string_view>

namespace progan {

/// Gain of a layer that a leaky ReLU follows, and of one that nothing follows (to-RGB, the last score).
inline constexpr double kActivatedGain = 1.4142135623730951;
inline constexpr double kLinearGain = 1;

/// The constant of a layer whose outputs are sums of `inputs` products.
inline double equalized_scale(double gain, std::int64_t inputs) {
    return gain / std::sqrt(static_cast<double>(inputs));
}

/// The gain of one of the generator's layers, by its name in spec.h's required_tensors without ".weight". The
/// first layer's is a quarter: each of its inputs reaches 16 positions.
inline double generator_gain(std::string_view layer) {
    if (layer.ends_with(".to_rgb")) return kLinearGain;
    return layer.ends_with(".first") ? kActivatedGain / 4 : kActivatedGain;
}

}  // namespace progan
