// Axes inside a model file: one more entry in its metadata, "progan_axes", which belongs to the file but not
// to the model. A copy with axes is byte for byte the original but for that entry, and has the original's
// identity. What the text says is read elsewhere (core/axes/model_axes.h). Where the faces' eyes and mouth
// lie is another such entry, "progan_anchors". No state; any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/face_anchors.h"

namespace progan {

inline constexpr const char* kAxesKey = "progan_axes";
inline constexpr const char* kAnchorsKey = "progan_anchors";
inline constexpr std::size_t kMaxEmbeddedAxesBytes = std::size_t{8} << 20;

/// A safetensors file's bytes with `axes` as that entry, instead of an earlier one; without it if the text is
/// empty. It is the first of the metadata, and followed by blanks so that the tensors stay aligned to 8
/// bytes. Throws Error with `name` (the file) if the file does not begin with metadata, as all that this
/// program and the safetensors library write do, or the text is too long.
std::vector<std::byte> with_embedded_axes(std::span<const std::byte> file, std::string_view axes,
                                          const std::string& name);

/// The same for the anchors, whose entry follows that of the axes.
std::vector<std::byte> with_embedded_anchors(std::span<const std::byte> file, const FaceAnchors& anchors,
                                             const std::string& name);

/// SHA-256 of the bytes as they would be without those two entries: what identifies a model. Of a file that
/// has neither it is the file's own.
std::string sha256_without_axes(std::span<const std::byte> file);

/// Atomically writes a copy of a model file that has these axes, and no others. Throws Error naming the file
/// if `from` is not a model file of ours, or `to` is the same file.
void copy_model_with_axes(const std::filesystem::path& from, const std::filesystem::path& to,
                          std::string_view axes);

}  // namespace progan
