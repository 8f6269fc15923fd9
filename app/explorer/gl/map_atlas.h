// A map of faces in OpenGL: all tiles in one texture by seed, a small one that says which seed stands in
// which cell, and one quad. So neither panning and zooming nor sorting moves a pixel of the tiles. RAII; the
// GL context's thread only.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <memory>
#include <optional>

#include "app/explorer/gl/program.h"
#include "core/map/face_map.h"

namespace progan::gl {

class MapAtlas {
  public:
    /// `largest_texture` in pixels per side: smaller than the tiles need, and the map has smaller tiles.
    explicit MapAtlas(int largest_texture);
    ~MapAtlas();
    MapAtlas(const MapAtlas&) = delete;
    MapAtlas& operator=(const MapAtlas&) = delete;

    /// See Pictures::take_map(). A few milliseconds at most.
    bool take(const std::shared_ptr<const FaceMap>& map);
    bool empty() const { return !sheets_[shown_].map; }
    /// Draws into the current viewport of `viewport` window units, which have `scale` pixels each.
    void draw(ImVec2 target_min, ImVec2 target_max, ImVec2 viewport, float scale, float gap) const;

    struct Part {
        unsigned texture;
        float u0, v0, u1, v1;
    };
    std::optional<Part> tile(int seed) const;

  private:
    /// Tiles of one size of one map; a map of other tiles is put together beside the one that is drawn.
    struct Sheet {
        unsigned tiles = 0, cells = 0;  ///< textures
        int tile = 0;                   ///< pixels per side of a full tile
        std::size_t strips = 0;         ///< that are there
        std::shared_ptr<const MapStrip> first;
        std::shared_ptr<const FaceMap> map;  ///< whose cells are there
    };
    void begin(Sheet& sheet, const FaceMap& map) const;
    void add_strip(const Sheet& sheet, const MapStrip& strip, std::size_t index) const;
    void set_cells(Sheet& sheet, const std::shared_ptr<const FaceMap>& map) const;
    static void clear(Sheet& sheet);

    const int skipped_;  ///< of a tile's levels, from the largest
    Program program_;
    int target_, viewport_, tiles_, cells_, side_, tiles_a_row_, level_, edge_, gap_, gap_color_;
    unsigned vertex_array_ = 0;
    Sheet sheets_[2];
    int shown_ = 0;
};

}  // namespace progan::gl
