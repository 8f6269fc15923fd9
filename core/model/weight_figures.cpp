#include "core/model/weight_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "core/model/model_tensors.h"

namespace progan {
namespace {

double gain(WeightLayer layer) {
    switch (layer) {
        case WeightLayer::first:
            return std::numbers::sqrt2 / 4;
        case WeightLayer::to_rgb:
            return 1;
        case WeightLayer::conv1:
        case WeightLayer::conv2:
            break;
    }
    return std::numbers::sqrt2;
}

/// How many numbers one output of the layer is a sum over.
std::int64_t fan_in(const ModelSpec& spec, WeightLayer layer, const std::vector<std::int64_t>& shape) {
    if (layer == WeightLayer::first) return spec.latent_size;
    std::int64_t inputs = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) inputs *= shape[i];
    return inputs;
}

void spread(const std::vector<float>& values, WeightFigures& figures) {
    double sum = 0, squares = 0;
    figures.low = figures.high = values.front();
    for (const float value : values) {
        figures.low = std::min(figures.low, value);
        figures.high = std::max(figures.high, value);
        sum += double{value};
        squares += double{value} * double{value};
    }
    const auto count = static_cast<double>(values.size());
    figures.mean = sum / count;
    figures.root_mean_square = std::sqrt(squares / count);
    const double reach = figures.root_mean_square * double{kWeightReach},
                 bars = reach > 0 ? kWeightBars / (2 * reach) : 0;  // per unit of weight
    for (const float value : values) {
        const double place = kWeightBars / 2.0 + double{value} * bars;
        ++figures.counts[static_cast<std::size_t>(std::clamp(place, 0.0, kWeightBars - 1.0))];
    }
}

WeightFigures figures_of(const Model& model, int level, WeightLayer layer, const char* name) {
    WeightFigures figures;
    figures.name = fmt::format("levels.{}.{}.weight", level, name);
    figures.level = level;
    figures.layer = layer;
    const WeightTensor& weight = tensor(model, figures.name);
    figures.shape = weight.shape;
    figures.equalized_scale =
        gain(layer) / std::sqrt(static_cast<double>(fan_in(model.spec, layer, weight.shape)));
    spread(weight.values, figures);
    return figures;
}

}  // namespace

std::vector<WeightFigures> weight_figures(const Model& model) {
    std::vector<WeightFigures> all;
    if (model.tensors.empty()) return all;
    for (int level = 0; level < level_count(model.spec); ++level) {
        if (level == 0) {
            all.push_back(figures_of(model, level, WeightLayer::first, "first"));
            all.push_back(figures_of(model, level, WeightLayer::conv2, "conv"));
        } else {
            all.push_back(figures_of(model, level, WeightLayer::conv1, "conv1"));
            all.push_back(figures_of(model, level, WeightLayer::conv2, "conv2"));
        }
        if (has_to_rgb(model.spec, level))
            all.push_back(figures_of(model, level, WeightLayer::to_rgb, "to_rgb"));
    }
    return all;
}

}  // namespace progan
