// The files of maps: <folder>/<sha256 of the model>/<seed mode>/
//   faces-64px-0000.png   kStripFaces tiles side by side, starting at that seed
//   layout-1024.json      the position of each seed
// A cache: what is missing or damaged is made again. Functions without state, for any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/image/image.h"
#include "core/latent/seeds.h"
#include "core/map/grid_layout.h"

namespace progan {

class FaceMapFiles {
  public:
    /// If `folder` is empty, nothing is saved or found.
    FaceMapFiles(const std::filesystem::path& folder, const std::string& model_sha256, SeedMode seed_mode);

    /// The strip that starts with `seed`, with tiles of `tile` pixels; nothing if it is missing or
    /// incomplete.
    std::optional<Image> read_strip(int seed, int tile) const;
    /// Writes atomically. A full or read-only disk must not cost the map, so it returns false then.
    bool write_strip(int seed, int tile, const Image& strip) const;
    /// Whether there is a layout of `faces` faces, valid or not.
    bool has_layout(int faces) const;
    /// The layout of `faces` faces; nothing if it is missing or not a permutation.
    std::optional<GridCells> read_layout(int faces) const;
    bool write_layout(const GridCells& cells) const;

  private:
    std::filesystem::path strip_path(int seed, int tile) const;
    std::filesystem::path layout_path(int faces) const;

    std::filesystem::path folder_;
};

}  // namespace progan
