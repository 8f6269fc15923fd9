// A map of faces: those of the seeds 0, 1, 2, ... on a square grid, laid out so that neighbours look alike.
// Made by an engine's job in passes of 64, 256, 1,024 and 4,096 faces; each pass can be looked at, and keeps
// the faces of the one before about where they are. What is made is kept in files (face_map_files.h), so that
// a map is made once a model.
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

/// Pixels a side of a tile on a map that is to have so many faces: all tiles fit into 2048 x 2048 pixels.
constexpr int map_tile_side(int faces) {
    return faces > 1024 ? 32 : 64;
}

/// The small pictures of kStripFaces seeds side by side.
struct MapStrip {
    std::vector<Image> levels;  ///< [0]: tiles of full size; each next one half of that, to one pixel a tile
};

/// A map as it stands: a value that is not changed any more.
struct FaceMap {
    std::string model_sha256;
    SeedMode seed_mode = SeedMode::numpy;
    int side = 0;                                         ///< of the grid; side * side faces
    GridCells cells;                                      ///< the seed at each cell, row by row
    int tile = 0;                                         ///< pixels a side
    std::vector<std::shared_ptr<const MapStrip>> strips;  ///< strip i: seeds from i * kStripFaces
    std::shared_ptr<const FaceLikeness> likeness;         ///< what `features` are of
    std::shared_ptr<const std::vector<float>> features;   ///< [side * side, by seed][feature_count()]
    int made = 0;                   ///< faces that the job has made; the others were kept
    bool sorting = false;           ///< the layout is still under way
    double neighbour_distance = 1;  ///< see grid_layout.h; of a finished layout
};

/// The cell of the face that looks most like a picture, or nothing on an empty map. At most a millisecond.
std::optional<int> most_alike(const FaceMap& map, const Image& picture);

struct FaceMapOptions {
    int faces = 1024;  ///< one of kMapPasses
    SeedMode seed_mode = SeedMode::numpy;
    std::string model_sha256;
    std::filesystem::path folder;  ///< where maps are kept; empty: nowhere
};

/// Slices take the time of one face or a few milliseconds. What was made and kept before is not made again;
/// what is kept and damaged is. A cancelled job leaves whole strips and finished layouts, which the next one
/// goes on from. There is a map so far after every change of the layout. Throws Error if `faces` is no pass.
std::unique_ptr<JobOf<std::shared_ptr<const FaceMap>>> make_face_map_job(std::shared_ptr<Generator> generator,
                                                                         FaceMapOptions options);

}  // namespace progan
