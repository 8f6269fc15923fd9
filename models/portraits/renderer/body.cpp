#include "models/portraits/renderer/body.h"

#include <sstream>

namespace portraits {
namespace {

constexpr float kMinWeight = 1e-4f;

Stencil stencil(const Pack& pack, const std::string& name) {
    return {pack.integers(name + "_off"), pack.integers(name + "_idx"), pack.floats(name + "_wt")};
}

LashStrip lash_strip(const Pack& pack, const std::string& name) {
    const std::span<const int> vertices = pack.integers("lash_" + name);
    const int rows = pack.columns("lash_" + name);
    return {vertices, static_cast<int>(vertices.size()) / rows, rows};
}

TeethBinding teeth_binding(const Pack& pack) {
    TeethBinding teeth{pack.integers("teeth_ref"),       pack.floats("teeth_w"),
                       pack.floats("teeth_off"),         pack.integers("teeth_quads"),
                       pack.integers("teeth_scale_idx"), pack.floats("teeth_scale")};
    constexpr int kLowerVertices = 5;  // the first few hold the lower teeth
    teeth.first_upper = *std::min_element(teeth.vertices.begin(), teeth.vertices.end()) + kLowerVertices;
    return teeth;
}

Vertices base_vertices(const Pack& pack) {
    const std::span<const float> values = pack.floats("base");
    Vertices vertices;
    for (std::size_t k = 0; k + 2 < values.size(); k += 3)
        vertices.emplace_back(values[k], values[k + 1], values[k + 2]);
    return vertices;
}

Vertices fine(const Stencil& stencil, const Vertices& coarse) {
    Vertices vertices(static_cast<std::size_t>(stencil.size()));
    stencil.apply(coarse, vertices.data());
    return vertices;
}

Triangles triangles_of(std::span<const int> quads) {
    Triangles triangles;
    add_quads(quads, 0, triangles);
    return triangles;
}

std::vector<std::vector<int>> neighbors_of(std::span<const int> quads, int vertices) {
    std::vector<std::vector<int>> neighbors(static_cast<std::size_t>(vertices));
    for (std::size_t quad = 0; quad + 3 < quads.size(); quad += 4)
        for (std::size_t j = 0; j < 4; ++j) {
            const int a = quads[quad + j], b = quads[quad + (j + 1) % 4];
            neighbors[a].push_back(b);
            neighbors[b].push_back(a);
        }
    for (std::vector<int>& list : neighbors) {
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
    }
    return neighbors;
}

std::vector<int> front_lips(std::span<const float> lips, const Vertices& rest) {
    std::vector<int> vertices;
    for (std::size_t k = 0; k < rest.size(); ++k)
        if (lips[k] > .6f && rest[k].z > 1.4f) vertices.push_back(static_cast<int>(k));
    return vertices;
}

}  // namespace

MorphTargets::MorphTargets(const Pack& pack)
    : offsets_(pack.integers("t_off")), indices_(pack.integers("t_idx")), moves_(pack.floats("t_d")) {
    std::istringstream names(pack.text("t_names"));
    int number = 0;
    for (std::string name; std::getline(names, name);) numbers_[name] = number++;
}

void MorphTargets::apply(const std::string& name, float weight, Vertices& vertices) const {
    if (std::fabs(weight) < kMinWeight) return;
    const auto found = numbers_.find(name);
    if (found == numbers_.end()) return;
    const auto number = static_cast<std::size_t>(found->second);
    const auto begin = static_cast<std::size_t>(offsets_[number]);
    const auto end = static_cast<std::size_t>(offsets_[number + 1]);
    for (std::size_t k = begin; k < end; ++k) {
        Vec3& vertex = vertices[static_cast<std::size_t>(indices_[k])];
        vertex += weight * Vec3(moves_[3 * k], moves_[3 * k + 1], moves_[3 * k + 2]);
    }
}

Vec3 TeethBinding::at(int k, const Vertices& coarse, Vec3 scale) const {
    const auto first = static_cast<std::size_t>(3 * k);
    Vec3 place;
    for (std::size_t j = first; j < first + 3; ++j)
        place += coarse[static_cast<std::size_t>(vertices[j])] * weights[j];
    return place + Vec3(offsets[first] * scale.x, offsets[first + 1] * scale.y, offsets[first + 2] * scale.z);
}

Body::Body(const std::filesystem::path& pack_file)
    : pack_(pack_file),
      base(base_vertices(pack_)),
      skin(stencil(pack_, "sub")),
      cloth(stencil(pack_, "cloth")),
      skin_quads(pack_.integers("quads")),
      cloth_quads(pack_.integers("cloth_quads")),
      coarse_quads(pack_.integers("coarse_quads")),
      tongue_quads(pack_.integers("tongue_quads")),
      targets(pack_),
      eye_vertices{pack_.integers("eye_l"), pack_.integers("eye_r")},
      lips(pack_.floats("mask_lips")),
      eyelids(pack_.floats("mask_eyelids")),
      inside_mouth(pack_.floats("mask_inside-mouth")),
      ears(pack_.floats("mask_ears")),
      lashes{lash_strip(pack_, "l-eyelashes-2"), lash_strip(pack_, "r-eyelashes-2"),
             lash_strip(pack_, "l-eyelashes-1"), lash_strip(pack_, "r-eyelashes-1")},
      teeth(teeth_binding(pack_)),
      rest(fine(skin, base)),
      triangles(triangles_of(skin_quads)),
      rest_normals(vertex_normals(rest, triangles)),
      neighbors(neighbors_of(skin_quads, skin.size())),
      lip_vertices(front_lips(lips, rest)),
      front(rest, triangles),
      distance(rest, rest_normals),
      scalp(rest, triangles) {}

Vec3 Body::skin_at(const Spot& spot, const Vertices& coarse) const {
    const int* corner = &triangles[static_cast<std::size_t>(spot.triangle)];
    Vec3 place = skin.at(corner[0], coarse) * spot.weight0;
    place += skin.at(corner[1], coarse) * spot.weight1;
    return place + skin.at(corner[2], coarse) * spot.weight2;
}

Vec3 Body::joint(const std::string& name, const Vertices& coarse) const {
    const std::span<const int> vertices = pack_.integers("joint_" + name);
    Vec3 sum;
    for (const int vertex : vertices) sum += coarse[vertex];
    return sum * (1.f / real(vertices.size()));
}

}  // namespace portraits
