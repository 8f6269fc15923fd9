#include "core/axes/axis_json.h"

#include <array>
#include <cmath>

#include "core/axes/sefa.h"
#include "core/latent/latent_json.h"
#include "core/support/error.h"

namespace progan {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostPicks = 4096;
constexpr std::array<std::string_view, 4> kMethods{"sefa", "pca", "taught", "imported"};

std::string text_of(const Json& json, const char* name, std::size_t longest, const std::string& where) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_string() || found->get_ref<const std::string&>().empty() ||
        found->get_ref<const std::string&>().size() > longest)
        throw Error(where + " has no \"" + name + "\" of 1 to " + std::to_string(longest) + " letters.");
    return found->get<std::string>();
}

double number_of(const Json& json, const char* name, double otherwise, double low, double high,
                 const std::string& where) {
    const auto found = json.find(name);
    if (found == json.end()) return otherwise;
    const double value = found->is_number() ? found->get<double>() : NAN;
    if (!(value >= low && value <= high))
        throw Error(where + " has no usable number as its \"" + name + "\".");
    return value;
}

bool flag_of(const Json& json, const char* name, const std::string& where) {
    const auto found = json.find(name);
    if (found == json.end()) return false;
    if (!found->is_boolean()) throw Error(where + " has a \"" + name + "\" that is neither true nor false.");
    return found->get<bool>();
}

std::vector<Latent> picks_of(const Json& json, const char* name, std::size_t size, const std::string& where) {
    std::vector<Latent> picks;
    const auto found = json.find(name);
    if (found == json.end()) return picks;
    if (!found->is_array() || found->size() > kMostPicks)
        throw Error(where + " has a \"" + name + "\" that is no list of at most " +
                    std::to_string(kMostPicks) + " faces.");
    for (const Json& latent : *found) {
        picks.push_back(latent_from_json(latent, where));
        if (picks.back().size() != size)
            throw Error(where + " was taught by a face of " + std::to_string(picks.back().size()) +
                        " numbers, but its direction has " + std::to_string(size) + ".");
    }
    return picks;
}

}  // namespace

std::string_view to_string(AxisMethod method) {
    return kMethods[static_cast<std::size_t>(method)];
}

AxisMethod axis_method_from_string(std::string_view name) {
    const auto found = std::find(kMethods.begin(), kMethods.end(), name);
    if (found == kMethods.end())
        throw Error("\"" + std::string(name.substr(0, 40)) +
                    "\" is no kind of axis: sefa, pca, taught or imported is needed.");
    return static_cast<AxisMethod>(found - kMethods.begin());
}

nlohmann::ordered_json axis_to_json(const Axis& axis) {
    nlohmann::ordered_json json;
    json["id"] = axis.id;
    json["name"] = axis.name;
    json["method"] = to_string(axis.method);
    json["level"] = axis.level;
    json["effect"] = axis.effect;
    json["hidden"] = axis.hidden;
    json["pinned"] = axis.pinned;
    json["accuracy"] = axis.accuracy;
    for (const auto& [name, picks] : {std::pair{"more", &axis.more}, std::pair{"less", &axis.less}}) {
        if (picks->empty()) continue;
        json[name] = nlohmann::ordered_json::array();
        for (const Latent& latent : *picks) json[name].push_back(latent_to_json(latent));
    }
    return json;
}

Axis axis_from_json(const nlohmann::json& json, Latent direction, const std::string& where) {
    if (!json.is_object()) throw Error(where + " is not a JSON object.");
    Axis axis;
    axis.id = text_of(json, "id", 64, where);
    axis.name = text_of(json, "name", kLongestAxisName, where);
    axis.method = axis_method_from_string(text_of(json, "method", 20, where));
    axis.level = static_cast<int>(number_of(json, "level", 0, 0, 16, where));
    axis.effect = number_of(json, "effect", 0, 0, 1e6, where);
    axis.hidden = flag_of(json, "hidden", where);
    axis.pinned = flag_of(json, "pinned", where);
    axis.accuracy = number_of(json, "accuracy", -1, -1, 1, where);
    axis.more = picks_of(json, "more", direction.size(), where);
    axis.less = picks_of(json, "less", direction.size(), where);
    if (std::abs(length(direction) - 1) > 1e-3 && !make_axis_direction(direction))
        throw Error(where + " has a direction of length 0.");
    axis.direction = std::move(direction);
    return axis;
}

}  // namespace progan
