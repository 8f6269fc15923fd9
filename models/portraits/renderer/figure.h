// The solid parts of one portrait: skin, eyes, teeth, tongue, cloth and frame as one mesh, turned as the
// person holds the head, with the camera that looks at it. Owned by the renderer for the time of one picture.
#pragma once

#include <array>
#include <cstdint>

#include "models/portraits/renderer/body.h"
#include "models/portraits/renderer/camera.h"
#include "models/portraits/renderer/person.h"
#include "models/portraits/renderer/pose.h"

namespace portraits {

enum class Material : std::uint8_t { skin, eye, teeth, tongue, cloth, frame };

struct Eye {
    Vec3 center, front;  ///< after the pose
    float radius = 0;
    Mat3 turn;
    int first_vertex = 0;
};

class Figure {
  public:
    /// `side` of the picture in samples.
    Figure(const Body& body, const Person& person, int side);

    /// A spot of the skin after the pose.
    struct Surface {
        Vec3 place, normal;
    };
    Surface surface(const Spot& spot) const;

    const Body& body;
    const Person& person;
    Vertices coarse;  ///< morphed, not turned
    Vertices posed;   ///< the same, turned
    Pose pose;
    std::array<Eye, 2> eyes;  ///< the person's left, right
    Camera camera;

    Vertices places, normals;
    Vertices soft_normals;  ///< of the skin, smoothed: for light that scatters below it
    /// What paint goes by: rest places of skin, tongue and cloth; directions of the eye; of teeth see
    /// add_teeth().
    Vertices rest;
    Triangles triangles;
    std::vector<Material> materials;  ///< of each triangle
    /// First vertices of the parts, in the mesh's order: skin, left eye, right eye, teeth, ...
    int first_teeth = 0, first_tongue = 0, first_cloth = 0, first_frame = 0;

    int skin_vertices() const { return body.skin.size(); }
    int first_eye() const { return eyes[0].first_vertex; }
    int size() const { return static_cast<int>(places.size()); }

    void add_triangle(int a, int b, int c, Material material);
    int add_vertex(Vec3 place, Vec3 rest_place);

  private:
    void add_skin();
    void add_eye(int side);
    void add_teeth();
    void add_tongue();
    void add_cloth();
    void add_quads_of(std::span<const int> quads, int first, Material material);
    void set_normals();
    void set_soft_normals();
    void hang_cloth();
    void aim_camera(int side);
};

/// Adds the frame of glasses to a figure.
void add_glasses(Figure& figure);

/// Teeth are hidden by lips that are closed.
bool shows_teeth(const Expression& face);

/// How far a rest place lies above the neckline: above 0 there is no cloth.
float above_neckline(Vec3 rest, Neckline neckline);

}  // namespace portraits
