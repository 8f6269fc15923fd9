// A generator's weights layer by layer: how they spread, beside the scale that the equalized learning rate
// gives them at the start of a training. Pure arithmetic; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/model/model_file.h"

namespace progan {

/// The bars of a histogram, and how far it reaches to either side of 0, in root mean squares of the weights.
/// What lies beyond is counted in the first and last bar.
inline constexpr int kWeightBars = 48;
inline constexpr float kWeightReach = 4;

enum class WeightLayer { first, conv1, conv2, to_rgb };  ///< conv2: also level 0's only convolution

struct WeightFigures {
    std::string name;  ///< of the tensor: "levels.3.conv1.weight"
    int level = 0;
    WeightLayer layer = WeightLayer::first;
    std::vector<std::int64_t> shape;
    float low = 0, high = 0;
    double mean = 0, root_mean_square = 0;
    /// He's constant, gain / sqrt(fan-in) with the gains of the paper's code: sqrt(2), for the first layer
    /// sqrt(2) / 4, for to-RGB 1 (Karras et al. 2018, section 4.1). The file's weights have it folded in, so
    /// that untrained ones have this root mean square.
    double equalized_scale = 0;
    std::array<std::int64_t, kWeightBars> counts{};

    /// Root mean square over equalized scale: 1 before training.
    double growth() const { return root_mean_square / equalized_scale; }
};

/// Of every weight, without the biases, from the first level to the last. Of a model that no longer has its
/// tensors: none. Throws Error if one of those that its spec requires is missing.
std::vector<WeightFigures> weight_figures(const Model& model);

}  // namespace progan
