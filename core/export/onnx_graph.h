// A graph of ONNX operators, node by node (github.com/onnx/onnx: onnx.proto, docs/Operators.md; operator set
// 13).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/export/protobuf_writer.h"

namespace progan {

using OnnxAttribute = std::variant<float, std::int64_t, std::string, std::vector<std::int64_t>>;
using OnnxAttributes = std::map<std::string, OnnxAttribute>;

/// Values are known by their names; what makes one returns its name.
class OnnxGraph {
  public:
    /// A constant of the graph; the numbers are copied.
    std::string constant(const std::string& name, std::span<const std::int64_t> shape,
                         std::span<const float> values);
    std::string constant(const std::string& name, std::span<const std::int64_t> integers);
    std::string constant(const std::string& name, float number);

    /// A node with one output, which gets the node's name. An input named "" is one that is left out.
    std::string node(const std::string& name, std::string_view operation,
                     std::initializer_list<std::string> inputs, const OnnxAttributes& attributes = {});

    /// A float32 input or output of the graph. Negative sizes are free: the first is called N.
    void input(const std::string& name, std::span<const std::int64_t> shape) { input_ = value(name, shape); }
    void output(const std::string& name, std::span<const std::int64_t> shape) {
        output_ = value(name, shape);
    }

    /// The bytes of a file, with facts about it in its metadata. Throws Error if they are 2 GiB or more,
    /// the most that a protocol buffer can have.
    std::string file(const std::string& name, const std::map<std::string, std::string>& metadata) const;

  private:
    static std::string value(const std::string& name, std::span<const std::int64_t> shape);

    ProtobufWriter graph_;  ///< nodes and constants
    std::string input_, output_;
};

}  // namespace progan
