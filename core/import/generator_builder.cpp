#include "core/import/generator_builder.h"

#include <algorithm>
#include <cmath>

#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

std::string layer_name(int level, std::string_view layer) {
    return fmt::format("levels.{}.{}", level, layer);
}

std::string conv_name(int level, bool second) {
    return layer_name(level, level == 0 ? "conv" : second ? "conv2" : "conv1");
}

std::string pixels(int level) {
    return square_text(resolution(level));
}

}  // namespace

double he_scale(std::span<const std::int64_t> out_in_first, double gain_squared) {
    double fan_in = 1;
    for (std::size_t axis = 1; axis < out_in_first.size(); ++axis)
        fan_in *= static_cast<double>(out_in_first[axis]);
    return std::sqrt(gain_squared / fan_in);
}

void GeneratorBuilder::fail(const std::string& what) const {
    throw Error("{}: {}.", file_, what);
}

void GeneratorBuilder::first(FirstLayer kind, Layer layer) {
    spec.first_layer = kind;
    const std::size_t rank = kind == FirstLayer::linear ? 2 : 4;
    if (layer.weight.rank() != rank || layer.weight.count() == 0)
        fail(fmt::format("the first layer's weight has shape {}, but rank {} is needed",
                         shape_text(layer.weight.shape), rank));
    if (rank == 4 && (layer.weight.size(2) != 4 || layer.weight.size(3) != 4))
        fail(fmt::format("the first layer's kernel is {}, but 4 x 4 is needed",
                         shape_text(layer.weight.shape)));
    layers_.insert_or_assign(layer_name(0, "first"), std::move(layer));
}

void GeneratorBuilder::conv(int level, bool second, Layer layer) {
    if (level >= kMaxLevels) fail(fmt::format("it has more than {} levels", kMaxLevels));
    const Tensor& weight = layer.weight;
    if (weight.rank() != 4 || weight.count() == 0 || weight.size(2) != 3 || weight.size(3) != 3)
        fail(fmt::format("a convolution of {} has a weight {}, but 3 x 3 kernels are needed", pixels(level),
                         shape_text(weight.shape)));
    layers_.insert_or_assign(conv_name(level, second), std::move(layer));
}

void GeneratorBuilder::to_rgb(int level, Layer layer) {
    if (level >= kMaxLevels) fail(fmt::format("it has more than {} levels", kMaxLevels));
    const Tensor& weight = layer.weight;
    if (weight.rank() < 2 || weight.size(0) != 3 || weight.count() == 0)
        fail(fmt::format("the to-RGB layer of {} has a weight {}, but three colours are needed",
                         pixels(level), shape_text(weight.shape)));
    auto shaped = weight.reshape({3, weight.count() / 3, 1, 1});
    if (!shaped || (weight.rank() == 4 && (weight.size(2) != 1 || weight.size(3) != 1)))
        fail(fmt::format("the to-RGB layer of {} has a weight {}, but a 1 x 1 kernel is needed",
                         pixels(level), shape_text(weight.shape)));
    layer.weight = std::move(*shaped);
    layers_.insert_or_assign(layer_name(level, "to_rgb"), std::move(layer));
}

/// Derives channels and latent size from the shapes, and checks that each layer's input is the previous one's
/// output.
void GeneratorBuilder::check_shapes() {
    const auto first = layers_.find(layer_name(0, "first")), start = layers_.find(conv_name(0, false));
    if (first == layers_.end()) fail("the first layer is missing");
    if (start == layers_.end()) fail("the convolution of 4 x 4 is missing");
    spec.channels = {static_cast<int>(std::min<std::int64_t>(start->second.weight.size(0), 1 << 20))};
    const Tensor& weight = first->second.weight;
    spec.latent_size = static_cast<int>(
        std::min<std::int64_t>(weight.size(spec.first_layer == FirstLayer::conv_transpose ? 0 : 1), 1 << 20));
    for (int level = 1; level < kMaxLevels; ++level) {
        const auto one = layers_.find(conv_name(level, false)), two = layers_.find(conv_name(level, true));
        if (one == layers_.end() || two == layers_.end()) break;
        spec.channels.push_back(
            static_cast<int>(std::min<std::int64_t>(two->second.weight.size(0), 1 << 20)));
    }
    const int levels = level_count(spec);
    spec.to_rgb_levels.clear();
    for (int level = 0; level < levels; ++level)
        if (layers_.contains(layer_name(level, "to_rgb"))) spec.to_rgb_levels.push_back(level);
    if (spec.to_rgb_levels.empty()) fail("no to-RGB layer matches its levels");
    if (const int top = spec.to_rgb_levels.back(); top != levels - 1) {
        note(fmt::format("The levels above {} have no to-RGB layer and were left out.", pixels(top)));
        spec.channels.resize(static_cast<std::size_t>(top) + 1);
    }
}

bool GeneratorBuilder::all_zero(const std::optional<Tensor>& bias) const {
    if (!bias) return false;
    const std::vector<float> values = bias->values();
    return std::all_of(values.begin(), values.end(), [](float value) { return value == 0; });
}

/// Code bases that allocate every level up front leave those above the trained one in their initial state:
/// random weights, biases exactly zero.
void GeneratorBuilder::skip_untrained_levels() {
    int trained = level_count(spec) - 1;
    const auto untrained = [&](int level) {
        return all_zero(layers_.at(conv_name(level, false)).bias) &&
               (level == 0 || all_zero(layers_.at(conv_name(level, true)).bias));
    };
    while (trained >= 0 && untrained(trained)) --trained;
    const int top = level_count(spec) - 1;
    if (trained < 0 || trained == top)
        return;  // all zero: a code base without biases, or an untrained network
    while (trained > 0 && !has_to_rgb(spec, trained)) --trained;
    spec.last_level = trained;
    spec.alpha = 1;
    const bool one = trained + 1 == top;
    note(one ? fmt::format("The level {} looks untrained (all its biases are exactly zero), so {} is shown.",
                           pixels(top), pixels(trained))
             : fmt::format("The levels from {} to {} look untrained (all their biases are exactly zero), so "
                           "{} is shown.",
                           pixels(trained + 1), pixels(top), pixels(trained)));
}

void GeneratorBuilder::choose_level(std::optional<int> level) {
    const int top = level_count(spec) - 1;
    if (spec.last_level < 0 || spec.last_level > top) {
        spec.last_level = top;
        skip_untrained_levels();
    }
    if (level) {
        if (!has_to_rgb(spec, *level)) {
            std::string there;
            for (const int known : spec.to_rgb_levels)
                there += fmt::format("{}{} ({})", there.empty() ? "" : ", ", known, pixels(known));
            fail(fmt::format("it has no level {} with a to-RGB layer; it has {}", *level, there));
        }
        if (*level != spec.last_level) spec.alpha = 1;
        spec.last_level = *level;
    }
    if (spec.alpha < 1 && !has_to_rgb(spec, spec.last_level - 1)) {
        spec.alpha = 1;
        note(
            "It was saved while fading in, but the level below has no to-RGB layer, so the fade is left "
            "out.");
    }
}

Model GeneratorBuilder::build(std::optional<int> level, const ProgressReport& progress) {
    check_shapes();
    choose_level(level);
    validate(spec);
    Model model;
    model.spec = spec;
    const std::vector<TensorShape> required = required_tensors(spec);
    // Shapes first, so that nothing is read if they do not match.
    const auto source_of = [&](const TensorShape& tensor) {
        const std::size_t dot = tensor.name.rfind('.');
        return std::pair<const Layer*, bool>(&layers_.at(tensor.name.substr(0, dot)),
                                             tensor.name.substr(dot + 1) == "bias");
    };
    for (const TensorShape& tensor : required) {
        const auto [layer, is_bias] = source_of(tensor);
        if (is_bias && !layer->bias) continue;
        const Tensor& source = is_bias ? *layer->bias : layer->weight;
        if (source.shape != tensor.shape &&
            (tensor.other_shape.empty() || source.shape != tensor.other_shape))
            fail(fmt::format("the layer '{}' has shape {}, but after the layers before it {} is needed",
                             tensor.name, shape_text(source.shape), shape_text(tensor.shape)));
    }
    std::int64_t done = 0;
    for (const TensorShape& tensor : required) {
        if (progress) progress(done++, static_cast<std::int64_t>(required.size()));
        const auto [layer, is_bias] = source_of(tensor);
        WeightTensor result{tensor.name, tensor.shape, {}};
        if (!is_bias) {
            result.values = layer->weight.values(layer->weight_scale);
        } else if (layer->bias) {
            result.shape = layer->bias->shape;
            result.values = layer->bias->values(layer->bias_scale);
        } else {
            std::int64_t count = 1;
            for (const std::int64_t side : tensor.shape) count *= side;
            result.values.assign(static_cast<std::size_t>(count), 0.0f);
        }
        if (tensor.name == "levels.0.first.bias" && !extra_first_bias_.empty()) {
            // One value per channel becomes one per feature, then the constant input's contribution is added.
            const std::size_t share = extra_first_bias_.size() / result.values.size();
            std::vector<float> sum = extra_first_bias_;
            for (std::size_t i = 0; i < sum.size(); ++i)
                sum[i] += result.values[i / std::max<std::size_t>(share, 1)];
            result.shape = {static_cast<std::int64_t>(sum.size())};
            result.values = std::move(sum);
        }
        const bool finite = std::all_of(result.values.begin(), result.values.end(),
                                        [](float value) { return std::isfinite(value); });
        if (!finite)
            fail(
                fmt::format("the layer '{}' contains numbers that are not finite: the file is damaged, or "
                            "its training diverged",
                            tensor.name));
        model.tensors.push_back(std::move(result));
    }
    return model;
}

}  // namespace progan
