// The headers of NumPy's .npy files, versions 1.0 to 3.0, read and written. What the numbers mean is decided
// in latent/latents_npy.h and image/images_npy.h.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace progan {

struct NpyHeader {
    std::string dtype;  ///< in NumPy's notation: "<f4", "|u1"
    bool fortran_order = false;
    std::vector<std::size_t> shape;
};

struct NpyArray {
    std::optional<NpyHeader> header;  ///< missing if it does not describe a plain array
    std::string_view data;            ///< the rest of the file, not checked against the shape
};

/// Nothing if the bytes are not a .npy file or end within its header. The view points into `file`.
std::optional<NpyArray> parse_npy(std::string_view file);

/// "(3, 128, )"
std::string npy_shape_text(std::span<const std::size_t> shape);

/// The bytes of a version 1.0 file before its data, padded so that the data is aligned to 64 bytes.
std::string npy_prefix(std::string_view dtype, std::span<const std::size_t> shape);

/// The bytes of a file with float32 [n].
std::string floats_to_npy(std::span<const float> values);

}  // namespace progan
