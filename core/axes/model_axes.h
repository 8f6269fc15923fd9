// Axes that travel inside a model file (core/model/embedded_axes.h): their text, and copies that have them.
// No state; any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/axes/axis.h"

namespace progan {

/// {"version": 1, "axes": [{as in axes.json, "direction": [numbers]}]}. Axes that are hidden are left out;
/// the others get their order from the list, lose their examples, and are pinned no more.
std::string axes_to_model_text(std::vector<Axis> axes);

/// The axes of such a text, in order; none if it is empty. Throws Error with `name` (the file) if it is
/// damaged, or the directions have another size than `latent_size`.
std::vector<Axis> axes_from_model_text(std::string_view text, const std::string& name,
                                       std::size_t latent_size);

/// Atomically writes a copy of the model file `from` that carries these axes, and no others, and is the same
/// model in all else. Throws Error naming the file if `from` is not a model file of ours, `to` is the same
/// file, or no axes are left.
void save_model_with_axes(const std::filesystem::path& from, const std::filesystem::path& to,
                          std::vector<Axis> axes);

}  // namespace progan
