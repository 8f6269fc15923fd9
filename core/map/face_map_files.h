// The files of maps: <folder>/<sha256 of the model>/<seed mode>/
//   faces-64px-0000.png   kStripFaces tiles side by side, from that seed on
//   layout-1024.json      which seed stands where
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
    /// `folder` may be empty: nothing is kept, nothing found.
    FaceMapFiles(const std::filesystem::path& folder, const std::string& model_sha256, SeedMode seed_mode);

    /// The strip that begins with `seed`, of tiles of that many pixels; nothing if it is not there or not
    /// whole.
    std::optional<Image> read_strip(int seed, int tile) const;
    /// Saved atomically. A disk that is full or read-only must not cost the map: false then.
    bool write_strip(int seed, int tile, const Image& strip) const;
    /// Whether there is a layout of so many, whole or not.
    bool has_layout(int faces) const;
    /// The layout of `faces` faces; nothing if it is not there or no permutation.
    std::optional<GridCells> read_layout(int faces) const;
    bool write_layout(const GridCells& cells) const;

  private:
    std::filesystem::path strip_path(int seed, int tile) const;
    std::filesystem::path layout_path(int faces) const;

    std::filesystem::path folder_;
};

}  // namespace progan
