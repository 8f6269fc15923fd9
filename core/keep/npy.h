// NumPy's .npy files, version 1.0: latents in, latents and images out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/image/image.h"
#include "core/latent/latent.h"

namespace progan {

/// Latents from a float32 or float64 little-endian C-order array of shape [n, size] or [size]. Throws Error
/// naming the file, what was found and what was needed; sizes are checked against the file before memory is
/// taken.
std::vector<Latent> read_latents_npy(const std::filesystem::path& path);
/// The same for a file's bytes; `name` is what errors call it.
std::vector<Latent> latents_from_npy(std::string_view bytes, const std::string& name);

/// float32 [n, size], written atomically. Throws Error if sizes differ or there is none.
void write_latents_npy(const std::filesystem::path& path, std::span<const Latent> latents);

/// The bytes of such a file, and those of one with float32 [n].
std::string latents_to_npy(std::span<const Latent> latents, const std::string& name);
std::string floats_to_npy(std::span<const float> values);

/// uint8 [n, height, width, 3], written atomically. Throws Error if sizes differ or there is none.
void write_images_npy(const std::filesystem::path& path, std::span<const Image> images);

}  // namespace progan
