// A model for everything that runs ONNX: onnxruntime in Python, a browser, a phone.
#pragma once

#include <filesystem>

#include "core/model/model_file.h"

namespace progan {

/// Writes, atomically, the generator at the model's last level and fade-in alpha: from "z", float32
/// [N, latent_size], standard normal, to "image", float32 [N, 3, side, side], RGB from output_min (black) to
/// output_max (white), not clamped. The metadata holds the spec ("progan_spec"), as a model file has it.
/// Throws Error as save_model() does, and if the model has 2 GiB or more.
void save_onnx(const std::filesystem::path& path, const Model& model);

}  // namespace progan
