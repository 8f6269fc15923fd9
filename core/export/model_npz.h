// A model for NumPy: an .npz file with all weights.
#pragma once

#include <filesystem>

#include "core/model/model_file.h"

namespace progan {

/// Writes, atomically, an array per tensor, float32 under its name ("levels.0.conv.weight", equalized scale
/// folded in), and an entry "spec.json", which numpy.load returns as bytes: the spec as a model file has it.
/// Throws Error as save_model() does.
void save_model_npz(const std::filesystem::path& path, const Model& model);

}  // namespace progan
