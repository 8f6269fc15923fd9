// To-RGB heads that predict the finished picture at a low level. A fully grown network's own heads of lower
// levels stopped learning when the next level had faded in, so they show a different picture; these are
// fitted to the finished one (preview_fit.h) and kept in a separate file.
#pragma once

#include <filesystem>
#include <map>

#include "core/model/backend.h"

namespace progan {

/// Below this level (32 x 32) a picture is too coarse to be useful.
inline constexpr int kLowestPreviewLevel = 3;

/// Heads by level.
using PreviewHeads = std::map<int, RgbHead>;

/// The file with the heads of a model: FOLDER/<sha256>.safetensors.
std::filesystem::path preview_heads_path(const std::filesystem::path& folder, const std::string& sha256);

/// Written atomically as safetensors, "levels.N.preview.weight" [3, channels] and ".bias" [3]. Throws Error.
void save_preview_heads(const std::filesystem::path& path, const PreviewHeads& heads);

/// Throws Error if the file is damaged or does not match the model.
PreviewHeads load_preview_heads(const std::filesystem::path& path, const ModelSpec& spec);

}  // namespace progan
