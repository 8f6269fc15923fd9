// Reference numbers for tests: a safetensors file as a map of tensors.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/model/model_file.h"

namespace progan::test {

/// All tensors of a file of F32 tensors, by name.
std::map<std::string, WeightTensor> read_tensor_file(const std::filesystem::path& path);

}  // namespace progan::test
