// What all portraits share: the resting head and shoulders with everything that is found out about them once.
// Made from the pack, then read only; any number of threads may draw from one.
//
// Units are decimeters, x to the viewer's right (the person's left), y up, z towards the viewer. "Rest"
// places are those of the base mesh, where paint, hair and cloth are laid out whatever the person looks like.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "models/portraits/renderer/distance_field.h"
#include "models/portraits/renderer/front_map.h"
#include "models/portraits/renderer/pack.h"
#include "models/portraits/renderer/scalp.h"
#include "models/portraits/renderer/surface.h"

namespace portraits {

/// Morph targets: each moves some of the coarse vertices.
class MorphTargets {
  public:
    explicit MorphTargets(const Pack& pack);

    bool has(const std::string& name) const { return numbers_.contains(name); }
    /// Moves `vertices` by `weight` of the target; a name that is not there moves nothing.
    void apply(const std::string& name, float weight, Vertices& vertices) const;

  private:
    std::map<std::string, int> numbers_;
    std::span<const int> offsets_, indices_;
    std::span<const float> moves_;
};

/// Of a strip of lashes: coarse vertices by columns along the lid and rows from the lid outwards.
struct LashStrip {
    std::span<const int> vertices;
    int columns = 0, rows = 0;
    int at(int column, int row) const { return vertices[static_cast<std::size_t>(column * rows + row)]; }
};

/// Teeth hang on three coarse vertices each, by weights and an offset that grows with the mouth.
struct TeethBinding {
    std::span<const int> vertices;            ///< [teeth vertices][3]
    std::span<const float> weights, offsets;  ///< the same
    std::span<const int> quads;
    std::span<const int> scale_vertices;  ///< [axes][2]: what an axis is measured between
    std::span<const float> scale_rest;    ///< [axes]: that distance at rest
    int first_upper = 0;                  ///< coarse vertices from here on hold the upper teeth

    int size() const { return static_cast<int>(vertices.size() / 3); }
    bool is_upper(int k) const { return vertices[static_cast<std::size_t>(3 * k)] >= first_upper; }
    Vec3 at(int k, const Vertices& coarse, Vec3 scale) const;
};

class Body {
  public:
    /// Takes some seconds. Throws std::runtime_error naming the file and what is wrong with it.
    explicit Body(const std::filesystem::path& pack_file);

    /// A place on the resting skin, its normal, and the same spot of a morphed coarse mesh.
    Vec3 rest_at(const Spot& spot) const { return at(spot, triangles, rest); }
    Vec3 rest_normal_at(const Spot& spot) const { return normalized(at(spot, triangles, rest_normals)); }
    Vec3 skin_at(const Spot& spot, const Vertices& coarse) const;
    Vec3 joint(const std::string& name, const Vertices& coarse) const;

  private:
    Pack pack_;

  public:
    const Vertices base;  ///< the coarse mesh, helpers included
    const Stencil skin, cloth;
    const std::span<const int> skin_quads, cloth_quads, coarse_quads, tongue_quads;
    const MorphTargets targets;
    const std::array<std::span<const int>, 2> eye_vertices;          ///< the person's left, right
    const std::span<const float> lips, eyelids, inside_mouth, ears;  ///< masks 0..1 over the skin
    const std::array<LashStrip, 4> lashes;  ///< upper left and right, lower left and right
    const TeethBinding teeth;

    const Vertices rest;  ///< the fine skin
    const Triangles triangles;
    const Vertices rest_normals;
    const std::vector<std::vector<int>> neighbors;  ///< of each skin vertex, ascending
    const std::vector<int> lip_vertices;
    const FrontMap front;
    const DistanceField distance;
    const Scalp scalp;
};

/// The two halves of a face: the person's left lies at the viewer's right, x > 0.
inline constexpr std::array<float, 2> kSides{1.f, -1.f};

}  // namespace portraits
