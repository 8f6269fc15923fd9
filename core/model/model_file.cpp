#include "core/model/model_file.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <span>

#include "core/files/atomic_file.h"
#include "core/files/file_kind.h"
#include "core/files/input_file.h"
#include "core/files/safetensors.h"
#include "core/model/embedded_axes.h"
#include "core/support/counted.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{8} << 30;
constexpr const char* kSpecKey = "progan_spec";
constexpr const char* kOriginKey = "progan_origin";
constexpr std::size_t kMaxFacts = 100;

void refuse_what_is_something_else(const InputFile& file) {
    if (file.size() == 0)
        throw Error("{} is empty, but a model in safetensors format is needed.", file.name());
    if (const std::string what = file_kind(file_start(file)); !what.empty())
        throw Error("{} is {}, but a model in safetensors format is needed.", file.name(), what);
    if (file.size() < kSafetensorsPrefix)
        throw Error("{} has only {}, but a model in safetensors format is needed.", file.name(),
                    counted(file.size(), "byte", "bytes"));
    if (file.size() > kMaxFileBytes)
        throw Error("{} has {} bytes, more than the maximum of {} for a model.", file.name(), file.size(),
                    kMaxFileBytes);
}

ModelSpec read_spec(const SafetensorsHeader& header, const std::string& name) {
    const auto found = header.metadata.find(kSpecKey);
    if (found == header.metadata.end())
        throw Error("{} is a safetensors file, but not a ProGAN Explorer model: its metadata has no '{}'.",
                    name, kSpecKey);
    try {
        return spec_from_json(found->second);
    } catch (const Error& e) {
        throw Error("{} cannot be opened. {}", name, e.what());
    }
}

/// [["Code base", "..."], ...]. If it is damaged, only the origin is lost, not the model.
std::vector<OriginFact> read_origin(const SafetensorsHeader& header) {
    const auto found = header.metadata.find(kOriginKey);
    if (found == header.metadata.end()) return {};
    std::vector<OriginFact> origin;
    const nlohmann::json json = nlohmann::json::parse(found->second, nullptr, false);
    if (!json.is_array()) return {};
    for (const nlohmann::json& pair : json)
        if (pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string() &&
            origin.size() < kMaxFacts)
            origin.push_back({pair[0].get<std::string>(), pair[1].get<std::string>()});
    return origin;
}

std::string origin_to_json(const std::vector<OriginFact>& origin) {
    nlohmann::json json = nlohmann::json::array();
    for (const OriginFact& fact : origin) json.push_back({fact.what, fact.value});
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

bool shape_fits(const std::vector<std::int64_t>& shape, const TensorShape& required) {
    return shape == required.shape || (!required.other_shape.empty() && shape == required.other_shape);
}

std::string needed_shapes(const TensorShape& required) {
    return required.other_shape.empty()
               ? shape_text(required.shape)
               : fmt::format("{} or {}", shape_text(required.shape), shape_text(required.other_shape));
}

/// The file's entries in the order of required_tensors, each of the right type and shape.
std::vector<SafetensorsEntry> match(const SafetensorsHeader& header, const std::vector<TensorShape>& required,
                                    const std::string& name) {
    std::map<std::string_view, const SafetensorsEntry*> by_name;
    for (const SafetensorsEntry& entry : header.entries) by_name[entry.name] = &entry;
    std::vector<SafetensorsEntry> result;
    for (const TensorShape& tensor : required) {
        const auto found = by_name.find(tensor.name);
        if (found == by_name.end())
            throw Error("{} lacks the tensor '{}' that its spec requires.", name, tensor.name);
        const SafetensorsEntry& entry = *found->second;
        if (entry.dtype != "F32")
            throw Error("{}: tensor '{}' is {}, but must be F32.", name, tensor.name, entry.dtype);
        if (!shape_fits(entry.shape, tensor))
            throw Error("{}: tensor '{}' has shape {}, but the spec requires {}.", name, tensor.name,
                        shape_text(entry.shape), needed_shapes(tensor));
        result.push_back(entry);
        by_name.erase(found);
    }
    if (!by_name.empty())
        throw Error("{} has the tensor {}, which its spec does not include.", name,
                    quote(by_name.begin()->first));
    return result;
}

}  // namespace

std::int64_t Model::parameter_count() const {
    std::int64_t count = 0;
    for (const WeightTensor& tensor : tensors) count += static_cast<std::int64_t>(tensor.values.size());
    return count;
}

const WeightTensor* first_not_finite(const std::vector<WeightTensor>& tensors) {
    for (const WeightTensor& tensor : tensors)
        if (!std::all_of(tensor.values.begin(), tensor.values.end(),
                         [](float value) { return std::isfinite(value); }))
            return &tensor;
    return nullptr;
}

void check_finite(const std::vector<WeightTensor>& tensors, const std::string& file) {
    if (const WeightTensor* tensor = first_not_finite(tensors))
        throw Error(
            "{}: tensor {} has a value that is not finite (NaN or infinity): the file is damaged, or its "
            "training diverged.",
            file, quote(tensor->name));
}

Model load_model(const std::filesystem::path& path) {
    const InputFile file(path);
    refuse_what_is_something_else(file);
    const SafetensorsContents contents = read_safetensors_header(file);
    Model model;
    model.spec = read_spec(contents.header, file.name());
    const std::vector<SafetensorsEntry> entries =
        match(contents.header, required_tensors(model.spec), file.name());

    // Memory for the weights is allocated only now that every size is known to be right.
    const std::vector<std::byte> bytes = file.read_all();
    for (const SafetensorsEntry& entry : entries) {
        WeightTensor tensor{entry.name, entry.shape, {}};
        tensor.values.resize((entry.end - entry.begin) / sizeof(float));
        std::memcpy(tensor.values.data(), bytes.data() + contents.data_offset + entry.begin,
                    entry.end - entry.begin);
        model.tensors.push_back(std::move(tensor));
    }
    check_finite(model.tensors, file.name());
    model.origin = read_origin(contents.header);
    if (const auto axes = contents.header.metadata.find(kAxesKey); axes != contents.header.metadata.end())
        model.axes = axes->second;
    if (const auto anchors = contents.header.metadata.find(kAnchorsKey);
        anchors != contents.header.metadata.end())
        model.anchors = anchors_from_json(anchors->second);
    model.sha256 = sha256_without_axes(bytes);
    model.path = path;
    model.file_bytes = bytes.size();
    return model;
}

bool is_model_file_name(const std::filesystem::path& path) {
    return path.extension() == ".safetensors";
}

bool is_model_file(const std::filesystem::path& path) {
    try {
        const InputFile file(path);
        if (file.size() < kSafetensorsPrefix) return false;
        return read_safetensors_header(file).header.metadata.contains(kSpecKey);
    } catch (const Error&) {
        return false;
    }
}

void save_model(const std::filesystem::path& path, const Model& model) {
    validate(model.spec);
    const std::vector<TensorShape> required = required_tensors(model.spec);
    const auto wrong = [&](const std::string& what) {
        return Error("The model cannot be saved to {}: {}.", path.string(), what);
    };
    if (model.tensors.size() != required.size())
        throw wrong(fmt::format("it has {} tensors, but its spec requires {}", model.tensors.size(),
                                required.size()));
    std::vector<SafetensorsTensor> tensors;
    for (std::size_t i = 0; i < required.size(); ++i) {
        const WeightTensor& tensor = model.tensors[i];
        if (tensor.name != required[i].name)
            throw wrong(fmt::format("tensor '{}' is missing or out of order", required[i].name));
        std::int64_t count = 1;
        for (const std::int64_t size : tensor.shape) count *= size;
        if (!shape_fits(tensor.shape, required[i]) ||
            count != static_cast<std::int64_t>(tensor.values.size()))
            throw wrong(fmt::format("tensor '{}' has {} and shape {}, but the spec requires {}", tensor.name,
                                    counted(tensor.values.size(), "value", "values"),
                                    shape_text(tensor.shape), needed_shapes(required[i])));
        tensors.push_back({tensor.name, tensor.shape, tensor.values});
    }
    if (const WeightTensor* tensor = first_not_finite(model.tensors))
        throw wrong(
            fmt::format("tensor '{}' has a value that is not finite (NaN or infinity)", tensor->name));
    std::map<std::string, std::string> metadata{{kSpecKey, spec_to_json(model.spec)}};
    if (!model.origin.empty()) metadata[kOriginKey] = origin_to_json(model.origin);
    std::vector<std::byte> file = write_safetensors(tensors, metadata);
    if (!model.axes.empty()) file = with_embedded_axes(file, model.axes, path.string());
    if (model.anchors) file = with_embedded_anchors(file, *model.anchors, path.string());
    write_file_atomically(path, file);
}

}  // namespace progan
