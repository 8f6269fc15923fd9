#include "core/model/spec.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/files/json_reader.h"
#include "core/latent/latent.h"
#include "core/support/enum_names.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr int kFormatVersion = 1;
constexpr int kMaxWidth = 16384;
constexpr std::size_t kMaxJsonBytes = 1 << 20;
constexpr const char* kSubject = "The model's spec";

constexpr auto kFirstLayerNames = enum_names<FirstLayer>({{FirstLayer::linear, "linear"},
                                                          {FirstLayer::conv_transpose, "conv_transpose"},
                                                          {FirstLayer::conv, "conv"}});
constexpr auto kNormPlacementNames =
    enum_names<NormPlacement>({{NormPlacement::after_activation, "after_activation"},
                               {NormPlacement::before_activation, "before_activation"},
                               {NormPlacement::none, "none"}});
constexpr auto kOutputActivationNames =
    enum_names<OutputActivation>({{OutputActivation::none, "none"},
                                  {OutputActivation::tanh, "tanh"},
                                  {OutputActivation::hardtanh, "hardtanh"}});

std::vector<int> integers(const JsonReader& json) {
    std::vector<int> result;
    for (const JsonReader& element : json.elements()) result.push_back(element.integer());
    return result;
}

void check(bool holds, const std::string& sentence) {
    if (!holds) throw Error("{} is out of bounds: {}.", kSubject, sentence);
}

void check_between(std::int64_t value, std::int64_t low, std::int64_t high, std::string_view what) {
    check(value >= low && value <= high,
          fmt::format("{} is {}, but must be {} to {}", what, value, low, high));
}

void check_to_rgb_levels(const ModelSpec& spec) {
    for (const int level : spec.to_rgb_levels)
        check_between(level, 0, level_count(spec) - 1, "a level with a to-RGB head");
    check(std::adjacent_find(spec.to_rgb_levels.begin(), spec.to_rgb_levels.end(), std::greater_equal<>()) ==
              spec.to_rgb_levels.end(),
          "the levels with to-RGB heads must be in ascending order");
}

void check_shown_level(const ModelSpec& spec) {
    check_between(spec.last_level, 0, level_count(spec) - 1, "the last level");
    check(has_to_rgb(spec, spec.last_level),
          fmt::format("the last level, {}, has no to-RGB head", spec.last_level));
    check(spec.alpha >= 0 && spec.alpha <= 1, fmt::format("alpha is {}, but must be 0 to 1", spec.alpha));
    check(spec.alpha == 1 || has_to_rgb(spec, spec.last_level - 1),
          "alpha is below 1, but the level below the last has no to-RGB head");
}

using Shape = std::vector<std::int64_t>;

void add_convolution(std::vector<TensorShape>& tensors, const std::string& name, std::int64_t out,
                     std::int64_t in, std::int64_t kernel) {
    tensors.push_back({name + ".weight", {out, in, kernel, kernel}, {}});
    tensors.push_back({name + ".bias", {out}, {}});
}

void add_first_layer(std::vector<TensorShape>& tensors, const ModelSpec& spec) {
    const std::int64_t latent = spec.latent_size, channels = spec.channels[0];
    Shape weight{channels * 16, latent};
    if (spec.first_layer == FirstLayer::conv_transpose) weight = {latent, channels, 4, 4};
    if (spec.first_layer == FirstLayer::conv) weight = {channels, latent, 4, 4};
    Shape bias{channels}, other_bias{channels * 16};
    if (spec.first_layer == FirstLayer::linear) std::swap(bias, other_bias);
    tensors.push_back({"levels.0.first.weight", weight, {}});
    tensors.push_back({"levels.0.first.bias", bias, other_bias});
}

}  // namespace

bool has_to_rgb(const ModelSpec& spec, int level) {
    return std::find(spec.to_rgb_levels.begin(), spec.to_rgb_levels.end(), level) != spec.to_rgb_levels.end();
}

std::vector<TensorShape> required_tensors(const ModelSpec& spec) {
    std::vector<TensorShape> tensors;
    for (int level = 0; level < level_count(spec); ++level) {
        const std::string prefix = fmt::format("levels.{}", level);
        const std::int64_t channels = spec.channels[static_cast<std::size_t>(level)];
        if (level == 0) {
            add_first_layer(tensors, spec);
            add_convolution(tensors, prefix + ".conv", channels, channels, 3);
        } else {
            const std::int64_t below = spec.channels[static_cast<std::size_t>(level - 1)];
            add_convolution(tensors, prefix + ".conv1", channels, below, 3);
            add_convolution(tensors, prefix + ".conv2", channels, channels, 3);
        }
        if (has_to_rgb(spec, level)) add_convolution(tensors, prefix + ".to_rgb", 3, channels, 1);
    }
    return tensors;
}

void validate(const ModelSpec& spec) {
    check_between(spec.latent_size, 1, kMaxLatentSize, "the latent size");
    check_between(static_cast<std::int64_t>(spec.channels.size()), 1, kMaxLevels, "the number of levels");
    for (const int channels : spec.channels)
        check_between(channels, 1, kMaxWidth, "a level's number of channels");
    check(std::isfinite(spec.norm_epsilon) && spec.norm_epsilon >= 0,
          "norm_epsilon must be finite and at least 0");
    check(std::isfinite(spec.leaky_slope) && spec.leaky_slope >= 0,
          "leaky_slope must be finite and at least 0");
    check_between(spec.output_activation_from_level, 0, level_count(spec), "output_activation_from_level");
    check(
        std::isfinite(spec.output_min) && std::isfinite(spec.output_max) && spec.output_min < spec.output_max,
        "the output range must be finite and ascending");
    check_to_rgb_levels(spec);
    check_shown_level(spec);
}

std::string spec_to_json(const ModelSpec& spec) {
    const nlohmann::ordered_json json = {
        {"version", kFormatVersion},
        {"name", spec.name},
        {"data_set", spec.data_set},
        {"licence", spec.licence},
        {"credit", spec.credit},
        {"latent_size", spec.latent_size},
        {"channels", spec.channels},
        {"first_layer", kFirstLayerNames.name(spec.first_layer)},
        {"normalize_latent", spec.normalize_latent},
        {"norm_after_first", spec.norm_after_first},
        {"norm_placement", kNormPlacementNames.name(spec.norm_placement)},
        {"norm_epsilon", spec.norm_epsilon},
        {"epsilon_inside_root", spec.epsilon_inside_root},
        {"leaky_slope", spec.leaky_slope},
        {"output_activation", kOutputActivationNames.name(spec.output_activation)},
        {"output_activation_from_level", spec.output_activation_from_level},
        {"output_range", {spec.output_min, spec.output_max}},
        {"to_rgb_levels", spec.to_rgb_levels},
        {"last_level", spec.last_level},
        {"alpha", spec.alpha},
    };
    // A name from someone else's checkpoint may be invalid UTF-8, which JSON cannot hold.
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

ModelSpec spec_from_json(std::string_view text) {
    if (text.size() > kMaxJsonBytes)
        throw Error("{} is {} bytes of text, but must be at most {}.", kSubject, text.size(), kMaxJsonBytes);
    const nlohmann::json document = parse_json(text, kSubject);
    const JsonReader json(document, kSubject);
    json.version(kFormatVersion, "a description");
    ModelSpec spec;
    spec.name = json.text_or("name", "");
    spec.data_set = json.text_or("data_set", "");
    spec.licence = json.text_or("licence", "");
    spec.credit = json.text_or("credit", "");
    spec.latent_size = json.member("latent_size").integer();
    spec.channels = integers(json.member("channels"));
    spec.first_layer = json.member("first_layer").one_of(kFirstLayerNames);
    spec.normalize_latent = json.member("normalize_latent").boolean();
    spec.norm_after_first = json.member("norm_after_first").boolean();
    spec.norm_placement = json.member("norm_placement").one_of(kNormPlacementNames);
    spec.norm_epsilon = json.member("norm_epsilon").number();
    spec.epsilon_inside_root = json.member("epsilon_inside_root").boolean();
    spec.leaky_slope = json.member("leaky_slope").number();
    spec.output_activation = json.member("output_activation").one_of(kOutputActivationNames);
    spec.output_activation_from_level = json.member("output_activation_from_level").integer();
    const std::vector<JsonReader> range = json.member("output_range").elements(2, 2);
    spec.output_min = range[0].number();
    spec.output_max = range[1].number();
    spec.to_rgb_levels = integers(json.member("to_rgb_levels"));
    spec.last_level = json.member("last_level").integer();
    spec.alpha = json.member("alpha").number();
    validate(spec);
    return spec;
}

}  // namespace progan
