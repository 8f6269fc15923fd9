#include "core/axes/axis_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/axes/axis_file.h"
#include "core/axes/sefa.h"
#include "core/latent/latent_json.h"
#include "core/support/counted.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::size_t kMaxExamples = 4096;
/// A column's name (core/files/csv.h), of which every byte that is not UTF-8 became three.
constexpr std::size_t kMaxAttributeBytes = 4096;
constexpr auto kMethodNames = enum_names<AxisMethod>({{AxisMethod::sefa, "sefa"},
                                                      {AxisMethod::pca, "pca"},
                                                      {AxisMethod::taught, "taught"},
                                                      {AxisMethod::imported, "imported"},
                                                      {AxisMethod::labels, "labels"}});

std::vector<Latent> examples_from_json(const JsonReader& json, const char* name, std::size_t size) {
    std::vector<Latent> examples;
    const auto list = json.find(name);
    if (!list) return examples;
    for (const JsonReader& element : list->elements(0, kMaxExamples)) {
        examples.push_back(latent_from_json(element));
        if (examples.back().size() != size)
            throw Error("{} has {}, but the axis has {}.", element.where(),
                        counted(examples.back().size(), "number", "numbers"), size);
    }
    return examples;
}

}  // namespace

std::string_view to_string(AxisMethod method) {
    return kMethodNames.name(method);
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
    if (axis.accuracy) json["accuracy"] = *axis.accuracy;
    if (!axis.low.empty()) json["low"] = axis.low;
    if (!axis.high.empty()) json["high"] = axis.high;
    if (!axis.attribute.empty()) json["attribute"] = axis.attribute;
    if (axis.range) json["range"] = *axis.range;
    if (axis.order) json["order"] = *axis.order;
    for (const auto& [name, examples] : {std::pair{"more", &axis.more}, std::pair{"less", &axis.less}}) {
        if (examples->empty()) continue;
        json[name] = nlohmann::ordered_json::array();
        for (const Latent& latent : *examples) json[name].push_back(latent_to_json(latent));
    }
    return json;
}

Axis axis_from_json(const JsonReader& json, Latent direction) {
    Axis axis;
    axis.id = json.member("id").text(1, 64);
    axis.name = json.member("name").text(1, kMaxAxisNameBytes);
    axis.method = json.member("method").one_of(kMethodNames);
    axis.level = static_cast<int>(json.number_or("level", 0, 0, 16));
    axis.effect = json.number_or("effect", 0, 0, 1e6);
    axis.hidden = json.boolean_or("hidden", false);
    axis.pinned = json.boolean_or("pinned", false);
    // Files used to have -1 where it is not known.
    if (const double accuracy = json.number_or("accuracy", -1, -1, 1); accuracy >= 0)
        axis.accuracy = accuracy;
    for (const auto& [name, text] : {std::pair{"low", &axis.low}, std::pair{"high", &axis.high}})
        if (const auto found = json.find(name)) *text = found->text(0, kMaxAxisNameBytes);
    if (const auto attribute = json.find("attribute"))
        axis.attribute = attribute->text(0, kMaxAttributeBytes);
    if (const auto range = json.find("range")) axis.range = range->number(0, 180);
    if (const auto order = json.find("order")) axis.order = static_cast<int>(order->integer(1, 1'000'000));
    axis.more = examples_from_json(json, "more", direction.size());
    axis.less = examples_from_json(json, "less", direction.size());
    if (std::abs(length(direction) - 1) > 1e-3 && !make_axis_direction(direction))
        throw Error("{} has a direction of length 0.", json.where());
    axis.direction = std::move(direction);
    return axis;
}

Axis axis_from_json(const nlohmann::json& json, Latent direction, const std::string& where) {
    return axis_from_json(JsonReader(json, where), std::move(direction));
}

}  // namespace progan
