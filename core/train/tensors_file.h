// The tensors of a training state in a safetensors file.
#pragma once

#include <vector>

#include "core/files/input_file.h"
#include "core/files/safetensors.h"
#include "core/model/model_file.h"

namespace progan {

/// All tensors of the file, which must be F32 or F16. Throws Error naming the file otherwise.
std::vector<WeightTensor> read_float_tensors(const InputFile& file, const SafetensorsContents& contents);

}  // namespace progan
