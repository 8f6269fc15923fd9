// Files as torch.save writes them since PyTorch 1.6: a zip archive with a pickle, "data.pkl", and the bytes
// of each storage. They hold nothing but tensors and plain values.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/model/model_file.h"

namespace progan {

/// A plain value of Python.
using PythonValue = std::variant<bool, int, double, std::string, std::vector<int>>;
using PythonFields = std::vector<std::pair<std::string, PythonValue>>;

/// The bytes of a file with a dict of `fields`, under `fields_name`, and the tensors as a state dict under
/// each of `names`. The state dicts share their storages. Throws Error.
std::string torch_file(const std::string& fields_name, const PythonFields& fields,
                       const std::vector<std::string>& names, const std::vector<WeightTensor>& tensors);

}  // namespace progan
