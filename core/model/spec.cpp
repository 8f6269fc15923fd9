#include "core/model/spec.h"

#include <algorithm>
#include <array>
#include <climits>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

using Json = nlohmann::json;

constexpr int kFormatVersion = 1;
constexpr int kWidest = 16384;
constexpr int kMostLevels = 9;
constexpr std::size_t kLongestJson = 1 << 20;
constexpr int kDeepestJson = 8;

// The names of the enumerations in a file.
template <typename Enum, std::size_t size>
using Names = std::array<std::pair<Enum, const char*>, size>;

constexpr Names<FirstLayer, 3> kFirstLayers{{{FirstLayer::linear, "linear"},
                                             {FirstLayer::conv_transpose, "conv_transpose"},
                                             {FirstLayer::conv, "conv"}}};
constexpr Names<NormPlacement, 3> kNormPlacements{{{NormPlacement::after_activation, "after_activation"},
                                                   {NormPlacement::before_activation, "before_activation"},
                                                   {NormPlacement::none, "none"}}};
constexpr Names<OutputActivation, 3> kOutputActivations{{{OutputActivation::none, "none"},
                                                         {OutputActivation::tanh, "tanh"},
                                                         {OutputActivation::hardtanh, "hardtanh"}}};

template <typename Enum, std::size_t size>
std::string name_of(Enum value, const Names<Enum, size>& names) {
    for (const auto& [known, name] : names)
        if (known == value) return name;
    throw Error("The model's spec holds an unknown enumeration value.");
}

/// Parses JSON that may be hostile: refuses depth, and members given twice (readers differ on which one
/// counts).
Json parse_json(std::string_view text) {
    if (text.size() > kLongestJson)
        throw Error("The model's spec is " + std::to_string(text.size()) + " bytes of text, more than " +
                    std::to_string(kLongestJson) + ".");
    std::vector<std::set<std::string>> members;
    const auto check = [&](int depth, Json::parse_event_t event, Json& parsed) {
        if (depth > kDeepestJson) throw Error("The model's spec is JSON nested too deeply.");
        if (event == Json::parse_event_t::object_start) members.emplace_back();
        if (event == Json::parse_event_t::object_end) members.pop_back();
        if (event == Json::parse_event_t::key && !members.back().insert(parsed.get<std::string>()).second)
            throw Error("The model's spec has the member " + in_quotes(parsed.get<std::string>()) +
                        " twice.");
        return true;
    };
    try {
        return Json::parse(text, check);
    } catch (const Json::parse_error& e) {
        throw Error("The model's spec is not valid JSON at byte " + std::to_string(e.byte) + ".");
    } catch (const Json::exception&) {
        throw Error("The model's spec holds a number beyond all bounds.");
    }
}

/// Reads members of a JSON object into values of exactly their type.
class MemberReader {
  public:
    explicit MemberReader(const Json& object) : object_(object) {
        if (!object.is_object()) throw Error("The model's spec is not a JSON object.");
    }

    int integer(const char* name) const { return to_int(member(name), name); }

    double number(const char* name) const {
        const Json& value = member(name);
        if (!value.is_number()) throw wrong(name, "a number");
        return value.get<double>();
    }

    bool boolean(const char* name) const {
        const Json& value = member(name);
        if (!value.is_boolean()) throw wrong(name, "true or false");
        return value.get<bool>();
    }

    std::string optional_text(const char* name) const {
        const auto found = object_.find(name);
        if (found == object_.end()) return {};
        if (!found->is_string()) throw wrong(name, "a text");
        return found->get<std::string>();
    }

    std::vector<int> integers(const char* name) const {
        const Json& value = member(name);
        if (!value.is_array()) throw wrong(name, "a list of integers");
        std::vector<int> result;
        for (const Json& element : value) result.push_back(to_int(element, name));
        return result;
    }

    std::pair<double, double> range(const char* name) const {
        const Json& value = member(name);
        if (!value.is_array() || value.size() != 2 || !value[0].is_number() || !value[1].is_number())
            throw wrong(name, "a list of two numbers");
        return {value[0].get<double>(), value[1].get<double>()};
    }

    template <typename Enum, std::size_t size>
    Enum one_of(const char* name, const Names<Enum, size>& names) const {
        const Json& value = member(name);
        std::string known_names;
        for (const auto& [known, known_name] : names) {
            if (value.is_string() && value.get_ref<const std::string&>() == known_name) return known;
            known_names += (known_names.empty() ? "'" : ", '") + std::string(known_name) + "'";
        }
        throw wrong(name, "one of " + known_names);
    }

  private:
    static Error wrong(const char* name, const std::string& needed) {
        return Error("The member " + in_quotes(name) + " of the model's spec must be " + needed + ".");
    }

    static int to_int(const Json& value, const char* name) {
        const bool fits = value.is_number_integer() &&
                          (value.is_number_unsigned() ? value.get<std::uint64_t>() <= INT_MAX
                                                      : value.get<std::int64_t>() >= INT_MIN &&
                                                            value.get<std::int64_t>() <= INT_MAX);
        if (!fits) throw wrong(name, value.is_array() ? "a list of integers" : "an integer");
        return value.get<int>();
    }

    const Json& member(const char* name) const {
        const auto found = object_.find(name);
        if (found == object_.end())
            throw Error("The member " + in_quotes(name) + " is missing from the model's spec.");
        return *found;
    }

    const Json& object_;
};

void check(bool right, const std::string& what_is_needed) {
    if (!right) throw Error("The model's spec is out of bounds: " + what_is_needed + ".");
}

void check_between(std::int64_t value, std::int64_t low, std::int64_t high, const std::string& what) {
    check(value >= low && value <= high, what + " is " + std::to_string(value) + ", but must be " +
                                             std::to_string(low) + " to " + std::to_string(high));
}

void check_to_rgb_levels(const ModelSpec& spec) {
    for (const int level : spec.to_rgb_levels)
        check_between(level, 0, level_count(spec) - 1, "a level with to-RGB head");
    check(std::adjacent_find(spec.to_rgb_levels.begin(), spec.to_rgb_levels.end(), std::greater_equal<>()) ==
              spec.to_rgb_levels.end(),
          "the levels with to-RGB heads must ascend");
}

void check_shown_level(const ModelSpec& spec) {
    check_between(spec.last_level, 0, level_count(spec) - 1, "the last level");
    check(has_to_rgb(spec, spec.last_level),
          "the last level, " + std::to_string(spec.last_level) + ", has no to-RGB head");
    check(spec.alpha >= 0 && spec.alpha <= 1, "alpha must lie in 0 to 1");
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
        const std::string prefix = "levels." + std::to_string(level);
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
    check_between(spec.latent_size, 1, kWidest, "the latent size");
    check_between(static_cast<std::int64_t>(spec.channels.size()), 1, kMostLevels, "the number of levels");
    for (const int channels : spec.channels)
        check_between(channels, 1, kWidest, "a level's number of channels");
    check(std::isfinite(spec.norm_epsilon) && spec.norm_epsilon >= 0,
          "norm_epsilon must be finite and not negative");
    check(std::isfinite(spec.leaky_slope) && spec.leaky_slope >= 0,
          "leaky_slope must be finite and not negative");
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
        {"first_layer", name_of(spec.first_layer, kFirstLayers)},
        {"normalize_latent", spec.normalize_latent},
        {"norm_after_first", spec.norm_after_first},
        {"norm_placement", name_of(spec.norm_placement, kNormPlacements)},
        {"norm_epsilon", spec.norm_epsilon},
        {"epsilon_inside_root", spec.epsilon_inside_root},
        {"leaky_slope", spec.leaky_slope},
        {"output_activation", name_of(spec.output_activation, kOutputActivations)},
        {"output_activation_from_level", spec.output_activation_from_level},
        {"output_range", {spec.output_min, spec.output_max}},
        {"to_rgb_levels", spec.to_rgb_levels},
        {"last_level", spec.last_level},
        {"alpha", spec.alpha},
    };
    // A name from someone else's checkpoint may be broken UTF-8, which JSON cannot hold.
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

ModelSpec spec_from_json(std::string_view text) {
    const Json json = parse_json(text);
    const MemberReader read(json);
    if (const int version = read.integer("version"); version != kFormatVersion)
        throw Error("The model's spec has version " + std::to_string(version) +
                    ", but this program reads version " + std::to_string(kFormatVersion) + ".");
    ModelSpec spec;
    spec.name = read.optional_text("name");
    spec.data_set = read.optional_text("data_set");
    spec.licence = read.optional_text("licence");
    spec.credit = read.optional_text("credit");
    spec.latent_size = read.integer("latent_size");
    spec.channels = read.integers("channels");
    spec.first_layer = read.one_of("first_layer", kFirstLayers);
    spec.normalize_latent = read.boolean("normalize_latent");
    spec.norm_after_first = read.boolean("norm_after_first");
    spec.norm_placement = read.one_of("norm_placement", kNormPlacements);
    spec.norm_epsilon = read.number("norm_epsilon");
    spec.epsilon_inside_root = read.boolean("epsilon_inside_root");
    spec.leaky_slope = read.number("leaky_slope");
    spec.output_activation = read.one_of("output_activation", kOutputActivations);
    spec.output_activation_from_level = read.integer("output_activation_from_level");
    std::tie(spec.output_min, spec.output_max) = read.range("output_range");
    spec.to_rgb_levels = read.integers("to_rgb_levels");
    spec.last_level = read.integer("last_level");
    spec.alpha = read.number("alpha");
    validate(spec);
    return spec;
}

}  // namespace progan
