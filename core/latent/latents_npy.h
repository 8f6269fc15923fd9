// Latents as NumPy's .npy files.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/latent/latent.h"

namespace progan {

/// Latents from an array of shape [n, size] or [size] of float16, float32 or float64, in either byte order,
/// by rows (C) or by columns (Fortran). Throws Error naming the file, what was found and what was needed;
/// sizes are checked against the file before memory is allocated.
std::vector<Latent> read_latents_npy(const std::filesystem::path& path);
/// The same for a file's bytes; errors call it `name`.
std::vector<Latent> latents_from_npy(std::string_view file, const std::string& name);

/// float32 [n, size], written atomically. Throws Error if sizes differ or there are no latents.
void write_latents_npy(const std::filesystem::path& path, std::span<const Latent> latents);
/// The bytes of such a file.
std::string latents_to_npy(std::span<const Latent> latents, const std::string& name);

}  // namespace progan
