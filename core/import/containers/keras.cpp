// Keras's files. Whole models as HDF5: the root's attribute model_config, and below model_weights a group per
// layer whose attribute weight_names lists its data sets. Archives (.keras) since Keras 3: config.json and
// model.weights.h5, in which a layer's variables are layers/conv2d_1/vars/0, ...: named by its class, and
// numbered among the layers of that class, whatever it is called in config.json. Sources: keras 2.15
// saving/legacy/hdf5_format.py, keras 3 src/legacy/saving/legacy_h5_format.py, src/saving/saving_lib.py.
#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "core/files/json_reader.h"
#include "core/files/memory_file.h"
#include "core/import/containers/checkpoint_zip.h"
#include "core/import/containers/containers.h"
#include "core/import/containers/hdf5_reader.h"
#include "core/import/keras_topology.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr const char* kConfigEntry = "config.json";
constexpr const char* kWeightsEntry = "model.weights.h5";
constexpr std::uint64_t kMaxConfigBytes = std::uint64_t{12} << 20;
constexpr std::size_t kMaxVariables = 64;  ///< of one layer

Error weights_alone(const std::string& file) {
    return Error(
        "{} holds the weights of a Keras model without its layers; save the whole model, with "
        "model.save('name.keras') or model.save('name.h5').",
        file);
}

/// A list of texts that Keras has saved as an attribute, in one piece or, if it is long, in several that are
/// numbered from 0.
std::optional<std::vector<std::string>> listed_texts(const Hdf5Contents& contents,
                                                     const std::string& attribute, const std::string& file) {
    std::optional<std::vector<std::string>> all;
    const auto add = [&](const std::string& key) {
        const auto found = contents.texts.find(key + "[]");
        if (found == contents.texts.end()) return false;
        if (!all) all.emplace();
        const nlohmann::json list = parse_json(found->second, file);
        for (const JsonReader& element : JsonReader(list, file).elements()) all->push_back(element.text());
        return true;
    };
    if (add(attribute)) return all;
    for (int piece = 0; add(attribute + std::to_string(piece)); ++piece) {
    }
    return all;
}

void add_variable(const Hdf5Contents& contents, const std::string& path, const std::string& name,
                  TensorGroup& group) {
    if (const auto found = contents.tensors.find(path); found != contents.tensors.end())
        group.tensors.push_back({name, found->second});
}

/// The variables of layers in Keras 2's layout, in which each layer has a group.
TensorGroup weights_of_layers(const Hdf5Contents& contents, const std::string& where,
                              const std::vector<std::string>& layers, const std::string& file) {
    TensorGroup all;
    for (const std::string& layer : layers) {
        const auto names = listed_texts(contents, where + layer + "@weight_names", file);
        if (!names) continue;
        for (std::size_t i = 0; i < std::min(names->size(), kMaxVariables); ++i)
            add_variable(contents, where + layer + "/" + (*names)[i], fmt::format("{}/{}", layer, i), all);
    }
    return all;
}

/// What a file of weights alone tells of its layers, in Keras 2's layout: it lists them in the order in which
/// they are connected, if that is a row, and a layer that nobody has named is called by its class. Nothing if
/// one is called otherwise.
std::optional<nlohmann::json> topology_by_names(const std::vector<std::string>& names,
                                                const TensorGroup& weights) {
    constexpr std::pair<std::string_view, std::string_view> kClasses[] = {
        {"input", "InputLayer"},
        {"input_layer", "InputLayer"},
        {"dense", "Dense"},
        {"reshape", "Reshape"},
        {"conv2d", "Conv2D"},
        {"leaky_re_lu", "LeakyReLU"},
        {"up_sampling2d", "UpSampling2D"},
        {"pixel_normalization", "PixelNormalization"}};
    const auto shape_of = [&](const std::string& variable) -> std::vector<std::int64_t> {
        for (const NamedTensor& named : weights.tensors)
            if (named.name == variable) return named.tensor.shape;
        return {};
    };
    nlohmann::json layers = nlohmann::json::array();
    std::int64_t features = 0;
    for (const std::string& name : names) {
        std::string_view base = name;
        while (!base.empty() && base.back() >= '0' && base.back() <= '9') base.remove_suffix(1);
        if (base.size() < name.size() && base.ends_with('_')) base.remove_suffix(1);
        const auto known = std::find_if(std::begin(kClasses), std::end(kClasses), [&](const auto& one) {
            return one.first == base || one.first == name;
        });
        if (known == std::end(kClasses)) return std::nullopt;
        const std::vector<std::int64_t> kernel = shape_of(name + "/0");
        nlohmann::json config = {
            {"name", name}, {"use_bias", !shape_of(name + "/1").empty()}, {"padding", "same"}};
        if (kernel.size() == 2) features = kernel[1] / 16;
        if (kernel.size() == 4) config["kernel_size"] = {kernel[0], kernel[1]};
        if (known->second == "Reshape") config["target_shape"] = {4, 4, features};
        layers.push_back({{"class_name", known->second}, {"config", std::move(config)}});
    }
    return nlohmann::json{{"class_name", "Sequential"}, {"config", {{"layers", std::move(layers)}}}};
}

/// "up_sampling2d" of "UpSampling2D", as Keras names what a file has no name for.
std::string snake_case(std::string_view name) {
    const auto is = [](char letter, int (*test)(int)) {
        return test(static_cast<unsigned char>(letter)) != 0;
    };
    std::string words;  // "Re" starts a word wherever it is, any capital one after a small letter
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool capital = is(name[i], std::isupper);
        const bool word = capital && i + 1 < name.size() && is(name[i + 1], std::islower);
        const bool after_small = capital && i > 0 && is(name[i - 1], std::islower);
        if (i > 0 && (word || after_small)) words += '_';
        if (is(name[i], std::isalnum) || name[i] == '_') words += name[i];
    }
    return to_lower(words);
}

/// The groups below `layers` that hold variables, by the name without its number and by that number.
std::map<std::string, std::map<int, std::string>, std::less<>> numbered_groups(const Hdf5Contents& contents,
                                                                               const std::string& layers) {
    std::map<std::string, std::map<int, std::string>, std::less<>> groups;
    for (const auto& [path, tensor] : contents.tensors) {
        if (!path.starts_with(layers)) continue;
        const std::size_t end = path.find("/vars/", layers.size());
        if (end == std::string::npos) continue;
        const std::string name = path.substr(layers.size(), end - layers.size());
        if (name.find('/') != std::string::npos) continue;
        std::size_t digits = name.size();
        while (digits > 0 && name[digits - 1] >= '0' && name[digits - 1] <= '9') --digits;
        const bool numbered =
            digits < name.size() && name.size() - digits <= 6 && digits > 1 && name[digits - 1] == '_';
        groups[numbered ? name.substr(0, digits - 1) : name][numbered ? std::stoi(name.substr(digits)) : 0] =
            path.substr(0, end) + "/vars/";
    }
    return groups;
}

/// Whether every layer of the class has variables.
bool always_has_variables(std::string_view kind) {
    return kind == "Dense" || kind == "Conv2D" || kind == "Conv2DTranspose";
}

void read_weights_of_archive(const Hdf5Contents& contents, Checkpoint& checkpoint) {
    const KerasTopology topology = parse_keras_topology(checkpoint.topology, checkpoint.file);
    auto groups = numbered_groups(contents, "layers/");
    if (groups.empty())
        groups = numbered_groups(contents, "_layer_checkpoint_dependencies/");  // TensorFlow 2.12
    // The n-th layer of a class has the n-th of the groups, in the order of their numbers.
    TensorGroup all;
    std::map<std::string, std::vector<const KerasLayer*>, std::less<>> by_class;
    for (const KerasLayer& layer : topology.layers) by_class[snake_case(layer.kind)].push_back(&layer);
    for (const auto& [name, layers] : by_class) {
        const auto found = groups.find(name);
        if (found == groups.end() && !always_has_variables(layers[0]->kind)) continue;
        const std::size_t count = found == groups.end() ? 0 : found->second.size();
        if (count != layers.size()) {
            if (!always_has_variables(layers[0]->kind)) continue;
            throw Error("{} has {} layers of the class {}, but weights for {}.", checkpoint.file,
                        layers.size(), layers[0]->kind, count);
        }
        std::size_t next = 0;
        for (const auto& [number, path] : found->second) {
            for (std::size_t i = 0; i < kMaxVariables; ++i)
                add_variable(contents, path + std::to_string(i), fmt::format("{}/{}", layers[next]->name, i),
                             all);
            ++next;
        }
    }
    checkpoint.groups.push_back(std::move(all));
}

}  // namespace

bool is_keras_archive(const InputFile& file) {
    const auto entries = CheckpointZip(file).entries();
    return entries.contains(kConfigEntry) &&
           (entries.contains(kWeightsEntry) || entries.contains("metadata.json"));
}

void read_keras_archive(const InputFile& file, Checkpoint& checkpoint, const ProgressReport& progress) {
    CheckpointZip archive(file);
    const auto entries = archive.entries();
    const auto config = entries.find(kConfigEntry), weights = entries.find(kWeightsEntry);
    if (weights == entries.end())
        throw Error("{} is a Keras archive without its weights: {} is missing.", file.name(), kWeightsEntry);
    if (config->second.size > kMaxConfigBytes)
        throw Error("{} has a config.json of {} bytes, more than the maximum of {}.", file.name(),
                    config->second.size, kMaxConfigBytes);
    const std::vector<std::byte>& text = archive.read(config->second);
    checkpoint.topology.assign(reinterpret_cast<const char*>(text.data()), text.size());
    const InputFile inner(memory_file(archive.read(weights->second), file.name()), file.name());
    read_weights_of_archive(read_hdf5(inner, progress), checkpoint);
}

void read_keras_hdf5(const InputFile& file, Checkpoint& checkpoint, const ProgressReport& progress) {
    read_keras_contents(read_hdf5(file, progress), checkpoint);
}

void read_keras_contents(const Hdf5Contents& contents, Checkpoint& checkpoint) {
    const std::string& file = checkpoint.file;
    if (const auto config = contents.texts.find("@model_config"); config != contents.texts.end()) {
        checkpoint.topology = config->second;
        std::vector<std::string> names;
        for (KerasLayer& layer : parse_keras_topology(checkpoint.topology, file).layers)
            names.push_back(std::move(layer.name));
        checkpoint.groups.push_back(weights_of_layers(contents, "model_weights/", names, file));
    } else if (const auto names = listed_texts(contents, "@layer_names", file)) {
        TensorGroup weights = weights_of_layers(contents, "", *names, file);
        const auto topology = topology_by_names(*names, weights);
        if (!topology) throw weights_alone(file);
        checkpoint.topology = topology->dump();
        checkpoint.numbers[std::string(kKerasWeightsAlone)] = 1;
        checkpoint.groups.push_back(std::move(weights));
    } else if (!numbered_groups(contents, "layers/").empty() ||
               !numbered_groups(contents, "_layer_checkpoint_dependencies/").empty()) {
        throw weights_alone(file);
    } else {
        throw Error("{} is an HDF5 file, but not from Keras: it has no model_config.", file);
    }
}

}  // namespace progan
