#include "app/explorer/gl/map_atlas.h"

#include <glad/gl.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "shaders/embedded.h"

namespace progan::gl {
namespace {

constexpr int kAtlasSide = 2048;          // pixels, for the tiles of any map at full size
constexpr std::size_t kStripsAFrame = 6;  // 2 MB
constexpr float kSharper = 0.25f;         // of a level: a little sharper than the mean of what a pixel covers

int skipped_levels(int largest_texture) {
    int skipped = 0;
    while (kAtlasSide >> skipped > std::max(largest_texture, 64)) ++skipped;
    return skipped;
}

int levels_of(int tile) {
    int levels = 1;
    while (tile >> levels > 0) ++levels;
    return levels;
}

}  // namespace

MapAtlas::MapAtlas(int largest_texture)
    : skipped_(skipped_levels(largest_texture)),
      program_(shaders::face_vert, shaders::map_frag),
      target_(program_.uniform("target")),
      viewport_(program_.uniform("viewport")),
      tiles_(program_.uniform("tiles")),
      cells_(program_.uniform("cells")),
      side_(program_.uniform("side")),
      tiles_a_row_(program_.uniform("tiles_a_row")),
      level_(program_.uniform("level")),
      edge_(program_.uniform("edge")),
      gap_(program_.uniform("gap")),
      gap_color_(program_.uniform("gap_colour")) {
    glGenVertexArrays(1, &vertex_array_);
}

MapAtlas::~MapAtlas() {
    for (Sheet& sheet : sheets_) clear(sheet);
    glDeleteVertexArrays(1, &vertex_array_);
}

void MapAtlas::clear(Sheet& sheet) {
    if (sheet.tiles) glDeleteTextures(1, &sheet.tiles);
    if (sheet.cells) glDeleteTextures(1, &sheet.cells);
    sheet = {};
}

bool MapAtlas::take(const std::shared_ptr<const FaceMap>& map) {
    if (!map || map->strips.empty()) {
        for (Sheet& sheet : sheets_) clear(sheet);
        return true;
    }
    if (sheets_[shown_].map == map) return true;
    const auto fits = [&](const Sheet& sheet) {
        return sheet.tiles && sheet.tile == map->tile && sheet.first == map->strips[0];
    };
    const int at = fits(sheets_[shown_]) ? shown_ : 1 - shown_;
    Sheet& sheet = sheets_[at];
    if (!fits(sheet)) begin(sheet, *map);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glBindTexture(GL_TEXTURE_2D, sheet.tiles);
    for (std::size_t added = 0; sheet.strips < map->strips.size() && added < kStripsAFrame; ++added) {
        add_strip(sheet, *map->strips[sheet.strips], sheet.strips);
        ++sheet.strips;
    }
    if (sheet.strips < map->strips.size()) return false;
    set_cells(sheet, map);
    if (at != shown_) clear(sheets_[shown_]);
    shown_ = at;
    return true;
}

void MapAtlas::begin(Sheet& sheet, const FaceMap& map) const {
    clear(sheet);
    sheet.tile = map.tile;
    sheet.first = map.strips[0];
    glGenTextures(1, &sheet.tiles);
    glBindTexture(GL_TEXTURE_2D, sheet.tiles);
    const int levels = std::max(1, levels_of(sheet.tile) - skipped_);
    for (int level = 0; level < levels; ++level) {
        const int side = kAtlasSide >> (level + skipped_);
        glTexImage2D(GL_TEXTURE_2D, level, GL_RGB8, side, side, 0, GL_RGB, GL_UNSIGNED_BYTE, nullptr);
    }
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, levels - 1);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
}

/// Strips lie beside and then below each other, so that tiles lie row by row.
void MapAtlas::add_strip(const Sheet& sheet, const MapStrip& strip, std::size_t index) const {
    const int strips_a_row = kAtlasSide / (kStripFaces * sheet.tile);
    const int column = static_cast<int>(index) % strips_a_row, row = static_cast<int>(index) / strips_a_row;
    for (auto level = static_cast<std::size_t>(skipped_); level < strip.levels.size(); ++level) {
        const Image& image = strip.levels[level];
        glTexSubImage2D(GL_TEXTURE_2D, static_cast<GLint>(level) - skipped_, column * image.width,
                        row * image.height, image.width, image.height, GL_RGB, GL_UNSIGNED_BYTE,
                        image.rgb.data());
    }
}

void MapAtlas::set_cells(Sheet& sheet, const std::shared_ptr<const FaceMap>& map) const {
    const std::vector<GLushort> seeds(map->cells.begin(), map->cells.end());
    if (!sheet.cells) glGenTextures(1, &sheet.cells);
    glBindTexture(GL_TEXTURE_2D, sheet.cells);
    if (!sheet.map || sheet.map->side != map->side) {
        glTexImage2D(GL_TEXTURE_2D, 0, GL_R16UI, map->side, map->side, 0, GL_RED_INTEGER, GL_UNSIGNED_SHORT,
                     seeds.data());
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    } else {
        glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, map->side, map->side, GL_RED_INTEGER, GL_UNSIGNED_SHORT,
                        seeds.data());
    }
    sheet.map = map;
}

void MapAtlas::draw(ImVec2 target_min, ImVec2 target_max, ImVec2 viewport, float scale, float gap) const {
    const Sheet& sheet = sheets_[shown_];
    if (!sheet.map) return;
    const auto side = static_cast<float>(sheet.map->side);
    const int tile = sheet.tile >> skipped_;
    const float cell = (target_max.x - target_min.x) * scale / side;
    const int last_level = std::max(0, levels_of(sheet.tile) - skipped_ - 1);
    const float level = std::clamp(std::log2(static_cast<float>(tile) / std::max(cell, 0.1f)) - kSharper,
                                   0.0f, static_cast<float>(last_level));
    glUseProgram(program_.name());
    glUniform4f(target_, target_min.x, target_min.y, target_max.x, target_max.y);
    glUniform2f(viewport_, viewport.x, viewport.y);
    glUniform1i(tiles_, 0);
    glUniform1i(cells_, 1);
    glUniform1f(side_, side);
    const int tiles_a_row = kAtlasSide / sheet.tile;
    glUniform1f(tiles_a_row_, static_cast<float>(tiles_a_row));
    glUniform1f(level_, level);
    glUniform1f(edge_, std::min(0.5f, 0.5f * std::exp2(std::ceil(level)) / static_cast<float>(tile)));
    glUniform1f(gap_, gap);
    const ImVec4 gap_color = ImGui::GetStyleColorVec4(ImGuiCol_WindowBg);
    glUniform3f(gap_color_, gap_color.x, gap_color.y, gap_color.z);
    glActiveTexture(GL_TEXTURE1);
    glBindTexture(GL_TEXTURE_2D, sheet.cells);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, sheet.tiles);
    glBindVertexArray(vertex_array_);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
    glActiveTexture(GL_TEXTURE1);
    glBindTexture(GL_TEXTURE_2D, 0);
    glActiveTexture(GL_TEXTURE0);
}

std::optional<MapAtlas::Part> MapAtlas::tile(int seed) const {
    const Sheet& sheet = sheets_[shown_];
    if (!sheet.map || seed < 0 || static_cast<std::size_t>(seed) >= sheet.strips * kStripFaces)
        return std::nullopt;
    const int tiles_a_row = kAtlasSide / sheet.tile;
    const int column = seed % tiles_a_row, row = seed / tiles_a_row;
    const float part = 1 / static_cast<float>(tiles_a_row);
    // Half a pixel inside, so that no neighbor is mixed in.
    const float u = static_cast<float>(column) * part, v = static_cast<float>(row) * part,
                edge = 0.5f / static_cast<float>(kAtlasSide >> skipped_);
    return Part{sheet.tiles, u + edge, v + edge, u + part - edge, v + part - edge};
}

}  // namespace progan::gl
