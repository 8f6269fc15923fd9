// A model's tensors by name, for what computes with them.
#pragma once

#include <string>

#include "core/model/model_file.h"

namespace progan {

/// Throws Error if the model has none of that name.
const WeightTensor& tensor(const Model& model, const std::string& name);

/// The model, after checking that its tensors have the sizes that its specification requires, which code
/// indexes by. Throws Error naming the tensor.
const Model& with_checked_shapes(const Model& model);

}  // namespace progan
