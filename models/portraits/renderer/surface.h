// Meshes: a fine one as weights over a coarse one, places on triangles, normals.
#pragma once

#include <span>
#include <vector>

#include "models/portraits/renderer/vector.h"

namespace portraits {

using Vertices = std::vector<Vec3>;
using Triangles = std::vector<int>;  ///< three vertices each

/// Every fine vertex as a weighted sum of coarse ones. Its spans belong to the pack.
struct Stencil {
    std::span<const int> offsets;  ///< [size + 1] into the two below
    std::span<const int> indices;
    std::span<const float> weights;

    int size() const { return static_cast<int>(offsets.size()) - 1; }
    Vec3 at(int vertex, std::span<const Vec3> coarse) const {
        Vec3 sum;
        const auto begin = static_cast<std::size_t>(offsets[vertex]);
        const auto end = static_cast<std::size_t>(offsets[vertex + 1]);
        for (std::size_t k = begin; k < end; ++k)
            sum += coarse[static_cast<std::size_t>(indices[k])] * weights[k];
        return sum;
    }
    void apply(std::span<const Vec3> coarse, Vec3* fine) const {
        for (int k = 0; k < size(); ++k) fine[k] = at(k, coarse);
    }
};

/// A place on a triangle, by the weights of its corners; none if `triangle` is negative.
struct Spot {
    int triangle = -1;  ///< index of its first corner in the list of triangles
    float weight0 = 0, weight1 = 0, weight2 = 0;
};

/// The value of a vertex attribute at a spot.
inline Vec3 at(const Spot& spot, const Triangles& triangles, const Vertices& values) {
    const int* corner = &triangles[static_cast<std::size_t>(spot.triangle)];
    return values[corner[0]] * spot.weight0 + values[corner[1]] * spot.weight1 +
           values[corner[2]] * spot.weight2;
}

/// Two triangles per quad; `first` is added to every index.
inline void add_quads(std::span<const int> quads, int first, Triangles& triangles) {
    for (std::size_t k = 0; k + 3 < quads.size(); k += 4)
        for (const std::size_t corner : {0, 1, 2, 0, 2, 3}) triangles.push_back(quads[k + corner] + first);
}

/// Of length 1, weighted by the triangles' areas.
inline Vertices vertex_normals(const Vertices& vertices, const Triangles& triangles) {
    Vertices normals(vertices.size());
    for (std::size_t t = 0; t + 2 < triangles.size(); t += 3) {
        const int a = triangles[t], b = triangles[t + 1], c = triangles[t + 2];
        const Vec3 normal = cross(vertices[b] - vertices[a], vertices[c] - vertices[a]);
        normals[a] += normal;
        normals[b] += normal;
        normals[c] += normal;
    }
    for (Vec3& normal : normals) normal = normalized(normal);
    return normals;
}

}  // namespace portraits
