// A map of faces: those of seeds 0, 1, 2, ... on a square grid, laid out so that neighbors look alike. Made
// by an engine job in passes of 64, 256, 1,024 and 4,096 faces; each pass can be viewed, and keeps the faces
// of the previous one roughly in place. The results are saved (face_map_files.h), so that a map is made once
// per model.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/engine/job.h"
#include "core/image/image.h"
#include "core/latent/seeds.h"
#include "core/map/face_likeness.h"
#include "core/map/grid_layout.h"
#include "core/model/backend.h"

namespace progan {

inline constexpr int kMapPasses[] = {64, 256, 1024, 4096};
inline constexpr int kStripFaces = 32;

/// Pixels per side of a tile on a map of `faces`: all tiles fit into 2048 x 2048 pixels.
constexpr int map_tile_side(int faces) {
    return faces > 1024 ? 32 : 64;
}

/// The small pictures of kStripFaces seeds side by side.
struct MapStrip {
    std::vector<Image>
        levels;  ///< [0]: tiles of full size; each next one is half as large, down to one pixel per tile
};

/// A snapshot of a map: an immutable value.
struct FaceMap {
    std::string model_sha256;
    SeedMode seed_mode = SeedMode::numpy;
    int side = 0;                                         ///< of the grid; side * side faces
    GridCells cells;                                      ///< the seed at each cell, row by row
    int tile = 0;                                         ///< pixels per side
    std::vector<std::shared_ptr<const MapStrip>> strips;  ///< strip i: seeds starting at i * kStripFaces
    std::shared_ptr<const FaceLikeness> likeness;         ///< defines `features`
    std::shared_ptr<const std::vector<float>> features;   ///< [side * side, by seed][feature_count()]
    int made = 0;                  ///< faces that the job has made; the others were loaded
    bool sorting = false;          ///< the layout is still in progress
    double neighbor_distance = 1;  ///< see grid_layout.h; of a finished layout
};

/// The cell of the face that looks most like a picture, or nothing on an empty map. Takes at most a
/// millisecond.
std::optional<int> most_alike(const FaceMap& map, const Image& picture);

struct FaceMapOptions {
    int faces = 1024;  ///< one of kMapPasses
    SeedMode seed_mode = SeedMode::numpy;
    std::string model_sha256;
    std::filesystem::path folder;  ///< where maps are saved; empty: nowhere
};

/// Slices take as long as one face or a few milliseconds. Saved results are reused unless they are damaged. A
/// cancelled job leaves complete strips and layouts, from which the next one continues. There is a map so far
/// after every change of the layout. Throws Error if `faces` is not one of the passes.
std::unique_ptr<JobOf<std::shared_ptr<const FaceMap>>> make_face_map_job(std::shared_ptr<Generator> generator,
                                                                         FaceMapOptions options);

}  // namespace progan
