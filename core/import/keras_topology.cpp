#include "core/import/keras_topology.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include "core/files/json_reader.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxLayers = 4096, kMaxCalls = 16'384;

/// A use of a layer as the file names it.
struct Reference {
    std::string layer;
    std::size_t use = 0;
};

class Parser {
  public:
    explicit Parser(const std::string& file) : file_(file) {}

    KerasTopology parse(std::string_view text) {
        const Json json = parse_json(text, file_ + ": its model's description");
        const std::string kind = class_of(json);
        const Json& config = member(json, "config", "its model");
        if (kind == "Sequential") {
            read_layers(config.is_array() ? config : member(config, "layers", "its model"));
            connect_in_a_row();
            return std::move(topology_);
        }
        const auto layers = config.is_object() ? config.find("layers") : config.end();
        if (layers == config.end() || !config.contains("output_layers"))
            throw Error(
                "{} is a Keras model of its own class, {}, and does not record how its layers are connected: "
                "only models built with keras.Model(inputs, outputs) or keras.Sequential can be opened.",
                file_, quote(kind));
        read_layers(*layers);
        read_connections(*layers);
        for (const Reference& input : model_ends(config, "input_layers"))
            topology_.inputs.push_back(call_of(input));
        for (const Reference& output : model_ends(config, "output_layers"))
            topology_.outputs.push_back(call_of(output));
        return std::move(topology_);
    }

  private:
    [[noreturn]] void damaged(const std::string& what) const {
        throw Error("{} has a damaged model description: {}.", file_, what);
    }

    const Json& member(const Json& json, const char* name, const std::string& of) const {
        const auto found = json.is_object() ? json.find(name) : json.end();
        if (found == json.end()) damaged(fmt::format("{} lacks {}", of, quote(name)));
        return *found;
    }

    /// "Conv2D" of {"class_name": "Conv2D"}, and of "my package>Conv2D".
    std::string class_of(const Json& json) const {
        const Json& name = member(json, "class_name", "a layer");
        if (!name.is_string()) damaged("the class of a layer is not a text");
        const auto& text = name.get_ref<const std::string&>();
        return text.substr(text.rfind('>') + 1);
    }

    void read_layers(const Json& layers) {
        if (!layers.is_array()) damaged("its layers are not a list");
        if (layers.size() > kMaxLayers)
            damaged(fmt::format("it has {} layers, more than the maximum of {}", layers.size(), kMaxLayers));
        for (const Json& json : layers) {
            KerasLayer layer;
            layer.kind = class_of(json);
            layer.config = member(json, "config", "a layer");
            if (!layer.config.is_object()) damaged("the settings of a layer are not an object");
            const auto own = json.find("name");
            const Json& name =
                own != json.end() ? *own
                                  : member(layer.config, "name", "a layer of the class " + quote(layer.kind));
            if (!name.is_string()) damaged("the name of a layer is not a text");
            layer.name = name.get<std::string>();
            if (!layer_by_name_.emplace(layer.name, topology_.layers.size()).second)
                damaged(fmt::format("two layers are called {}", quote(layer.name)));
            topology_.layers.push_back(std::move(layer));
        }
    }

    void connect_in_a_row() {
        for (std::size_t i = 0; i < topology_.layers.size(); ++i)
            topology_.calls.push_back(i == 0 ? KerasCall{i, {}} : KerasCall{i, {i - 1}});
        if (topology_.calls.empty()) damaged("it has no layers");
        topology_.inputs = {0};
        topology_.outputs = {topology_.calls.size() - 1};
    }

    void read_connections(const Json& layers) {
        std::vector<std::vector<Reference>> inputs;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            const auto nodes = layers[i].find("inbound_nodes");
            const Json none = Json::array();
            const Json& uses = nodes == layers[i].end() ? none : *nodes;
            if (!uses.is_array()) damaged("the connections of a layer are not a list");
            // A layer without connections is one of the model's inputs.
            for (std::size_t use = 0; use < std::max<std::size_t>(uses.size(), 1); ++use) {
                if (topology_.calls.size() == kMaxCalls)
                    damaged(fmt::format("its layers are used more than {} times", kMaxCalls));
                calls_.emplace(std::pair(i, use), topology_.calls.size());
                topology_.calls.push_back({i, {}});
                inputs.emplace_back();
                if (!uses.empty()) references_in(uses[use], inputs.back());
            }
        }
        for (std::size_t call = 0; call < inputs.size(); ++call)
            for (const Reference& input : inputs[call])
                topology_.calls[call].inputs.push_back(call_of(input));
    }

    /// Keras 2: [name, use, output, {...}], or a list of these. Keras 3: {"args": ..., "kwargs": ...},
    /// somewhere in which are objects of the class __keras_tensor__ with such a list as "keras_history".
    void references_in(const Json& json, std::vector<Reference>& references) const {
        if (json.is_array() && !json.empty() && json[0].is_string()) {
            references.push_back(reference(json));
        } else if (json.is_array()) {
            for (const Json& element : json) references_in(element, references);
        } else if (json.is_object()) {
            const auto kind = json.find("class_name");
            if (kind != json.end() && *kind == "__keras_tensor__") {
                references.push_back(reference(
                    member(member(json, "config", "a connection"), "keras_history", "a connection")));
                return;
            }
            for (const Json& value : json) references_in(value, references);
        }
    }

    Reference reference(const Json& json) const {
        if (!json.is_array() || json.size() < 3 || !json[0].is_string() || !json[1].is_number_unsigned() ||
            !json[2].is_number_unsigned())
            damaged("a connection is not a layer with two numbers");
        if (json[2].get<std::uint64_t>() != 0)
            damaged(
                fmt::format("the second output of the layer {} is used", quote(json[0].get<std::string>())));
        return {json[0].get<std::string>(), static_cast<std::size_t>(json[1].get<std::uint64_t>())};
    }

    /// One [name, use, output] or a list of them.
    std::vector<Reference> model_ends(const Json& config, const char* name) const {
        std::vector<Reference> ends;
        references_in(member(config, name, "its model"), ends);
        return ends;
    }

    std::size_t call_of(const Reference& reference) const {
        const auto layer = layer_by_name_.find(reference.layer);
        if (layer != layer_by_name_.end())
            if (const auto call = calls_.find({layer->second, reference.use}); call != calls_.end())
                return call->second;
        damaged(fmt::format("it refers to a layer {} that does not exist", quote(reference.layer)));
    }

    const std::string& file_;
    KerasTopology topology_;
    std::map<std::string, std::size_t> layer_by_name_;
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> calls_;  ///< by layer and use
};

const Json* found(const Json& config, const char* member) {
    const auto value = config.find(member);
    return value == config.end() ? nullptr : &*value;
}

}  // namespace

std::optional<std::string> KerasLayer::text(const char* member) const {
    const Json* value = found(config, member);
    return value && value->is_string() ? std::optional(value->get<std::string>()) : std::nullopt;
}

std::optional<double> KerasLayer::number(const char* member) const {
    const Json* value = found(config, member);
    for (const char* inside : {"config", "value"})
        if (const Json* inner = value && value->is_object() ? found(*value, inside) : nullptr) value = inner;
    return value && value->is_number() ? std::optional(value->get<double>()) : std::nullopt;
}

bool KerasLayer::has(const char* member) const {
    const Json* value = found(config, member);
    return value && !value->is_null();
}

std::optional<bool> KerasLayer::boolean(const char* member) const {
    const Json* value = found(config, member);
    return value && value->is_boolean() ? std::optional(value->get<bool>()) : std::nullopt;
}

std::optional<std::vector<std::int64_t>> KerasLayer::integers(const char* member) const {
    const Json* value = found(config, member);
    if (!value) return std::nullopt;
    if (value->is_number_integer()) return std::vector{value->get<std::int64_t>()};
    if (!value->is_array()) return std::nullopt;
    std::vector<std::int64_t> integers;
    for (const Json& element : *value) {
        if (element.is_null())
            integers.push_back(-1);
        else if (element.is_number_integer())
            integers.push_back(element.get<std::int64_t>());
        else
            return std::nullopt;
    }
    return integers;
}

KerasTopology parse_keras_topology(std::string_view json, const std::string& file) {
    return Parser(file).parse(json);
}

}  // namespace progan
