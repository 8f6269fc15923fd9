// The layers of a Keras model and what connects them, as the JSON in its file says: "model_config" of an HDF5
// file, config.json of a .keras archive. Written by Keras 2 and 3 in different ways.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace progan {

struct KerasLayer {
    std::string name;
    std::string kind;       ///< its class, without the package that it was registered in: "Conv2D"
    nlohmann::json config;  ///< an object

    // Values of the configuration; nothing if they are missing or of another type.
    std::optional<std::string> text(const char* member) const;
    /// A number, also one that Keras has wrapped up: {"class_name": ..., "config": {"value": 0.2}}.
    std::optional<double> number(const char* member) const;
    bool has(const char* member) const;  ///< and it is not null
    std::optional<bool> boolean(const char* member) const;
    /// A list of integers in which null counts as -1, or a single integer as a list of one.
    std::optional<std::vector<std::int64_t>> integers(const char* member) const;
};

/// One use of a layer: a layer that is used twice has two.
struct KerasCall {
    std::size_t layer = 0;            ///< among the layers
    std::vector<std::size_t> inputs;  ///< among the calls
};

struct KerasTopology {
    std::vector<KerasLayer> layers;  ///< in the file's order
    std::vector<KerasCall> calls;
    std::vector<std::size_t> inputs, outputs;  ///< of the model, among the calls
};

/// Throws Error that begins with `file`: damage, or a model whose file does not tell what connects its
/// layers. Calls may still form a circle.
KerasTopology parse_keras_topology(std::string_view json, const std::string& file);

}  // namespace progan
