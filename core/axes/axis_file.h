// Axes as files: NumPy's .npz, and the boundaries of other programs as .npy or .npz. No state; any thread.
//
// Our .npz contains directions.npy float32 [k, latent], effects.npy float32 [k] and axes.json: {"version": 1,
// "model": {"sha256", "name"}, "axes": [{"id", "name", "method", "level", "effect", "hidden", "pinned",
// "accuracy", "low", "high", "attribute", "range", "order", "more": [[numbers]], "less"}]}, with entries in
// the order of the directions.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/axes/axis.h"

namespace progan {

struct AxisFile {
    std::string model_sha256, model_name;  ///< empty in files from other programs
    std::vector<Axis> axes;                ///< all of one latent size

    bool operator==(const AxisFile&) const = default;
};

std::string_view to_string(AxisMethod method);  ///< "sefa", "pca", "taught", "imported", "labels"

/// The bytes of our .npz. Throws Error if there are no axes or their sizes differ.
std::string axes_to_npz(const AxisFile& file);
/// Written atomically. Throws Error naming the file.
void save_axes(const std::filesystem::path& path, const AxisFile& file);

/// Reads our .npz, or the directions of another program: an .npy of shape [latent] or [n, latent]
/// (InterFaceGAN's boundary.npy is [1, latent]), or an .npz with such arrays. Those are named after the file
/// and scaled to length 1. The floats of our files are restored bit for bit. Throws Error with `name` (the
/// file), what was found and what was needed.
AxisFile axes_from_bytes(std::string_view bytes, const std::string& name);
AxisFile load_axes(const std::filesystem::path& path);

/// Whether the name ends in .npy or .npz.
bool is_axis_file_name(const std::filesystem::path& path);

/// One direction in the format of other programs: .npy float32 [1, latent], written atomically.
void save_boundary(const std::filesystem::path& path, const Axis& axis);

/// The file with the axes of a model: FOLDER/axes/<sha256>.npz.
std::filesystem::path axes_path(const std::filesystem::path& folder, const std::string& sha256);

struct KeptAxes {
    std::vector<Axis> axes;
    bool found = false;  ///< whether there was a readable file
    std::string
        warning;  ///< a sentence if not all of it could be read, with where it is now; otherwise empty
};
/// A model's saved axes; none if the file is missing. Axes that are damaged or doubled are left out, and the
/// file is kept aside as it is, too. If none of it can be read or it is of another latent size, it is set
/// aside, never overwritten. Throws Error only if that fails: then nothing may be written there.
KeptAxes load_kept_axes(const std::filesystem::path& path, std::size_t latent_size);

}  // namespace progan
