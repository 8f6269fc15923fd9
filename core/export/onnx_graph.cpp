#include "core/export/onnx_graph.h"

#include <cstddef>
#include <limits>

#include "core/support/error.h"

namespace progan {
namespace {

constexpr int kIrVersion = 7, kOperatorSet = 13;

// Numbers of fields and enumerators, as onnx.proto has them.
namespace attribute {
constexpr int kName = 1, kFloat = 2, kInteger = 3, kText = 4, kIntegers = 8, kType = 20;
constexpr int kIsFloat = 1, kIsInteger = 2, kIsText = 3, kAreIntegers = 7;
}  // namespace attribute
namespace node {
constexpr int kInput = 1, kOutput = 2, kName = 3, kOperation = 4, kAttribute = 5;
}
namespace tensor {
constexpr int kDimension = 1, kType = 2, kName = 8, kRawData = 9;
constexpr int kFloat32 = 1, kInt64 = 7;
}  // namespace tensor
namespace graph {
constexpr int kNode = 1, kName = 2, kConstant = 5, kInput = 11, kOutput = 12;
}
namespace model {
constexpr int kIrVersion = 1, kProducer = 2, kGraph = 7, kOperatorSet = 8, kMetadata = 14;
}

template <class Number>
std::string_view raw(std::span<const Number> numbers) {  // little-endian, as this machine is
    return {reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes()};
}

std::string tensor_bytes(const std::string& name, int type, std::span<const std::int64_t> shape,
                         std::string_view data) {
    ProtobufWriter writer;
    for (const std::int64_t size : shape) writer.integer(tensor::kDimension, size);
    writer.integer(tensor::kType, type);
    writer.bytes(tensor::kName, name);
    writer.bytes(tensor::kRawData, data);
    return writer.bytes();
}

std::string attribute_bytes(const std::string& name, const OnnxAttribute& value) {
    ProtobufWriter writer;
    writer.bytes(attribute::kName, name);
    int type = 0;
    if (const auto* number = std::get_if<float>(&value)) {
        writer.real(attribute::kFloat, *number);
        type = attribute::kIsFloat;
    } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        writer.integer(attribute::kInteger, *integer);
        type = attribute::kIsInteger;
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        writer.bytes(attribute::kText, *text);
        type = attribute::kIsText;
    } else {
        for (const std::int64_t each : std::get<std::vector<std::int64_t>>(value))
            writer.integer(attribute::kIntegers, each);
        type = attribute::kAreIntegers;
    }
    writer.integer(attribute::kType, type);
    return writer.bytes();
}

}  // namespace

std::string OnnxGraph::constant(const std::string& name, std::span<const std::int64_t> shape,
                                std::span<const float> values) {
    graph_.bytes(graph::kConstant, tensor_bytes(name, tensor::kFloat32, shape, raw(values)));
    return name;
}

std::string OnnxGraph::constant(const std::string& name, std::span<const std::int64_t> integers) {
    const auto count = static_cast<std::int64_t>(integers.size());
    graph_.bytes(graph::kConstant, tensor_bytes(name, tensor::kInt64, {&count, 1}, raw(integers)));
    return name;
}

std::string OnnxGraph::constant(const std::string& name, float number) {
    return constant(name, {}, std::span<const float>(&number, 1));
}

std::string OnnxGraph::node(const std::string& name, std::string_view operation,
                            std::initializer_list<std::string> inputs, const OnnxAttributes& attributes) {
    ProtobufWriter writer;
    for (const std::string& input : inputs) writer.bytes(node::kInput, input);
    writer.bytes(node::kOutput, name);
    writer.bytes(node::kName, name);
    writer.bytes(node::kOperation, operation);
    for (const auto& [key, value] : attributes) writer.bytes(node::kAttribute, attribute_bytes(key, value));
    graph_.bytes(graph::kNode, writer.bytes());
    return name;
}

std::string OnnxGraph::value(const std::string& name, std::span<const std::int64_t> shape) {
    ProtobufWriter sizes, tensor_type, type, info;
    for (const std::int64_t size : shape) {
        ProtobufWriter dimension;
        if (size < 0)
            dimension.bytes(2, "N");
        else
            dimension.integer(1, size);
        sizes.bytes(1, dimension.bytes());
    }
    tensor_type.integer(1, tensor::kFloat32);
    tensor_type.bytes(2, sizes.bytes());
    type.bytes(1, tensor_type.bytes());
    info.bytes(1, name);
    info.bytes(2, type.bytes());
    return info.bytes();
}

std::string OnnxGraph::file(const std::string& name,
                            const std::map<std::string, std::string>& metadata) const {
    constexpr std::size_t kMost = std::numeric_limits<std::int32_t>::max();
    ProtobufWriter whole = graph_;
    whole.bytes(graph::kName, name);
    whole.bytes(graph::kInput, input_);
    whole.bytes(graph::kOutput, output_);
    ProtobufWriter operators, writer;
    operators.bytes(1, "");
    operators.integer(2, kOperatorSet);
    writer.integer(model::kIrVersion, kIrVersion);
    writer.bytes(model::kProducer, "ProGAN Explorer");
    writer.bytes(model::kGraph, whole.bytes());
    writer.bytes(model::kOperatorSet, operators.bytes());
    for (const auto& [key, text] : metadata) {
        ProtobufWriter entry;
        entry.bytes(1, key);
        entry.bytes(2, text);
        writer.bytes(model::kMetadata, entry.bytes());
    }
    if (writer.bytes().size() > kMost)
        throw Error("The model has {} MiB, but an ONNX file can hold no more than 2048 MiB.",
                    writer.bytes().size() >> 20);
    return writer.bytes();
}

}  // namespace progan
