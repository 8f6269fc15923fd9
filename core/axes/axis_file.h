// Axes as files: NumPy's .npz, and the boundaries of other programs as .npy or .npz. No state; any thread.
//
// An .npz of ours holds directions.npy float32 [k, latent], effects.npy float32 [k] and axes.json:
// {"version": 1, "model": {"sha256", "name"}, "axes": [{"id", "name", "method", "level", "effect", "hidden",
// "pinned", "accuracy", "more": [[numbers]], "less"}]}, whose entries are those of the directions in order.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/axes/axis.h"

namespace progan {

struct AxisFile {
    std::string model_sha256, model_name;  ///< empty in files of other programs
    std::vector<Axis> axes;                ///< all of one latent size

    bool operator==(const AxisFile&) const = default;
};

/// "sefa", "pca", "taught", "imported", and back; the latter throws Error naming what was found.
std::string_view to_string(AxisMethod method);
AxisMethod axis_method_from_string(std::string_view name);

/// The bytes of an .npz of ours. Throws Error if there is no axis or the sizes differ.
std::string axes_to_npz(const AxisFile& file);
/// Written atomically. Throws Error naming the file.
void save_axes(const std::filesystem::path& path, const AxisFile& file);

/// Reads an .npz of ours, or the directions of another program: an .npy of shape [latent] or [n, latent]
/// (InterFaceGAN's boundary.npy is [1, latent]), or an .npz with such arrays. Those are named after the file
/// and scaled to length 1. Floats of a file of ours come back bit for bit. Throws Error with `name` (the
/// file): what was found and what was needed.
AxisFile axes_from_bytes(std::string_view bytes, const std::string& name);
AxisFile load_axes(const std::filesystem::path& path);

/// Whether the name ends in .npy or .npz.
bool is_axis_file_name(const std::filesystem::path& path);

/// One direction as other programs read it: .npy float32 [1, latent], written atomically.
void save_boundary(const std::filesystem::path& path, const Axis& axis);

/// Where the axes of a model are kept: FOLDER/axes/<sha256>.npz.
std::filesystem::path axes_path(const std::filesystem::path& folder, const std::string& sha256);

struct KeptAxes {
    std::vector<Axis> axes;
    bool found = false;   ///< there was a file, and it could be read
    std::string warning;  ///< empty, or a sentence: the file could not be read and where it was set aside
};
/// A model's kept axes. Missing: none. Unreadable, or of another latent size: it is set aside, never
/// overwritten. Throws Error only if setting aside fails: then nothing may be written there.
KeptAxes load_kept_axes(const std::filesystem::path& path, std::size_t latent_size);

}  // namespace progan
