// Where a command writes axes: an .npz file, or a copy of the model that carries them.
#pragma once

#include <filesystem>
#include <string>

#include "core/axes/axis_file.h"

namespace progan::cli {

/// Before any work: throws UsageError if the name ends in neither .npz nor .safetensors or is the model's
/// own, and Error if there is to be a copy of what is not a model file of ours.
void check_axes_output(const std::string& output, const std::filesystem::path& model);

/// Writes the axes, in the order of the file, and says so on stderr. Throws Error.
void write_axes(const std::string& output, const std::filesystem::path& model, const AxisFile& file);

}  // namespace progan::cli
