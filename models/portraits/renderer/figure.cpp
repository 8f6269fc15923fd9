#include "models/portraits/renderer/figure.h"

#include "models/portraits/renderer/morph.h"
#include "models/portraits/renderer/noise.h"

namespace portraits {
namespace {

constexpr int kEyeRings = 20, kEyeSpokes = 28;
constexpr int kEyeVertices = (kEyeRings + 1) * kEyeSpokes;
constexpr float kEyeCap = 1.95f;       // radians from the front: what lies behind is never seen
constexpr float kCorneaBulge = .035f;  // of the radius
constexpr float kConvergence = -1.0f;  // degrees
constexpr int kSofteningRounds = 3;

// What the picture's scale goes by, in a middling face, and the eyes' distance that results.
constexpr float kEyeDistance = .615f, kMouthDistance = .60f, kShareOfEyes = .62f, kShareOfMouth = .38f;
constexpr float kPartOfSide = 50.0f / 128.f;

}  // namespace

Figure::Figure(const Body& body_, const Person& person_, int side)
    : body(body_), person(person_), coarse(morphed(body_, person_)) {
    const Expression& face = person.expression;
    pose = Pose(body.joint("neck", coarse), body.joint("head", coarse), face.yaw, face.pitch);
    posed.resize(coarse.size());
    for (std::size_t k = 0; k < coarse.size(); ++k)
        posed[k] = pose.apply(coarse[k], Pose::share_of_head(body.base[k]));
    add_skin();
    add_eye(0);
    add_eye(1);
    add_teeth();
    add_tongue();
    add_cloth();
    first_frame = size();
    if (person.glasses.frame != Frame::none) add_glasses(*this);
    set_normals();
    hang_cloth();
    set_soft_normals();
    aim_camera(side);
}

Figure::Surface Figure::surface(const Spot& spot) const {
    return {at(spot, body.triangles, places), normalized(at(spot, body.triangles, normals))};
}

void Figure::add_triangle(int a, int b, int c, Material material) {
    triangles.insert(triangles.end(), {a, b, c});
    materials.push_back(material);
}

int Figure::add_vertex(Vec3 place, Vec3 rest_place) {
    places.push_back(place);
    rest.push_back(rest_place);
    return size() - 1;
}

void Figure::add_quads_of(std::span<const int> quads, int first, Material material) {
    add_quads(quads, first, triangles);
    materials.resize(triangles.size() / 3, material);
}

void Figure::add_skin() {
    places.resize(body.rest.size());
    body.skin.apply(posed, places.data());
    rest = body.rest;
    triangles = body.triangles;
    materials.assign(triangles.size() / 3, Material::skin);
}

/// A ball's front, in rings round the way it looks.
void Figure::add_eye(int side) {
    Eye& eye = eyes[side];
    const Vec3 center = body.joint(side == 0 ? "l-eye" : "r-eye", coarse);
    for (const int vertex : body.eye_vertices[side]) eye.radius += length(coarse[vertex] - center);
    eye.radius /= real(body.eye_vertices[side].size());
    eye.center = pose.apply(center, 1);
    eye.front = pose.apply(center + Vec3(0, 0, eye.radius), 1);
    const Expression& face = person.expression;
    const float yaw = face.yaw + face.gaze_x + kSides[side] * kConvergence, pitch = face.pitch + face.gaze_y;
    eye.turn = rotation(yaw * kRadians, pitch * kRadians);
    eye.first_vertex = size();
    for (int i = 0; i <= kEyeRings; ++i)
        for (int j = 0; j < kEyeSpokes; ++j) {
            const float theta = kEyeCap * std::pow(real(i) / kEyeRings, 1.1f),
                        phi = kTurn * real(j) / kEyeSpokes;
            const Vec3 towards(std::sin(theta) * std::cos(phi), std::sin(theta) * std::sin(phi),
                               std::cos(theta));
            const float radius = eye.radius * (1 + kCorneaBulge * (1 - smooth_step(.35f, .62f, theta)));
            add_vertex(eye.center + eye.turn * (towards * radius), towards);
        }
    for (int i = 0; i < kEyeRings; ++i)
        for (int j = 0; j < kEyeSpokes; ++j) {
            const int a = eye.first_vertex + i * kEyeSpokes + j;
            const int b = eye.first_vertex + i * kEyeSpokes + (j + 1) % kEyeSpokes;
            add_triangle(a, a + kEyeSpokes, b + kEyeSpokes, Material::eye);
            add_triangle(a, b + kEyeSpokes, b, Material::eye);
        }
}

/// Their rest places are what the paint needs: x across the mouth, y from the gum's edge (gums lie above .115
/// to .15), z 1 for the upper teeth and 0 for the lower.
void Figure::add_teeth() {
    const TeethBinding& teeth = body.teeth;
    const Expression& face = person.expression;
    const auto span = [&](std::size_t axis) {
        return coarse[static_cast<std::size_t>(teeth.scale_vertices[2 * axis])] -
               coarse[static_cast<std::size_t>(teeth.scale_vertices[2 * axis + 1])];
    };
    const Vec3 scale(std::fabs(span(0).x) / teeth.scale_rest[0], std::fabs(span(1).y) / teeth.scale_rest[1],
                     std::fabs(span(2).z) / teeth.scale_rest[2]);
    const float raised = .055f + .055f * std::min(face.mouth_open, .6f) +
                         .02f * std::max(0.f, face.smile) * saturate(face.mouth_open * 4);
    first_teeth = size();
    for (int k = 0; k < teeth.size(); ++k) {
        const bool upper = teeth.is_upper(k);
        Vec3 place = teeth.at(k, coarse, scale);
        place.y -= upper ? raised : .055f;
        place.z += upper ? 0 : -.05f;
        const float rest_y = teeth.at(k, body.base, Vec3(1)).y;
        add_vertex(pose.apply(place, 1),
                   {place.x, upper ? rest_y - 6.60f : 6.71f - rest_y, upper ? 1.f : 0.f});
    }
    add_quads_of(teeth.quads, first_teeth, Material::teeth);
}

void Figure::add_tongue() {
    first_tongue = size();
    std::map<int, int> own;  // this mesh's vertex of a coarse one
    std::vector<int> quads;
    for (const int vertex : body.tongue_quads) {
        if (own.count(vertex) == 0) own[vertex] = add_vertex(posed[vertex], body.base[vertex]);
        quads.push_back(own[vertex]);
    }
    add_quads_of(quads, 0, Material::tongue);
}

void Figure::add_cloth() {
    first_cloth = size();
    const std::size_t first = places.size(), count = first + static_cast<std::size_t>(body.cloth.size());
    places.resize(count);
    rest.resize(count);
    body.cloth.apply(posed, &places[first]);
    body.cloth.apply(body.base, &rest[first]);
    add_quads_of(body.cloth_quads, first_cloth, Material::cloth);
}

void Figure::set_normals() {
    normals = vertex_normals(places, triangles);
    for (const Eye& eye : eyes)
        for (int k = eye.first_vertex; k < eye.first_vertex + kEyeVertices; ++k)
            normals[k] = normalized(places[k] - eye.center);
}

/// Off the skin, a little unevenly.
void Figure::hang_cloth() {
    for (int k = first_cloth; k < first_frame; ++k)
        places[k] += normals[k] * (.045f + .03f * noise(rest[k] * 2.2f));
}

void Figure::set_soft_normals() {
    const auto count = static_cast<std::size_t>(skin_vertices());
    soft_normals.assign(normals.begin(), normals.begin() + static_cast<std::ptrdiff_t>(count));
    for (int round = 0; round < kSofteningRounds; ++round) {
        const Vertices before = soft_normals;
        for (std::size_t k = 0; k < count; ++k) {
            Vec3 sum = before[k] * .5f;
            for (const int neighbor : body.neighbors[k]) sum += before[neighbor];
            soft_normals[k] = normalized(sum);
        }
    }
}

/// The eyes on one line, at one scale.
void Figure::aim_camera(int side) {
    const Vec3 eyes_middle = (eyes[0].front + eyes[1].front) * .5f;
    Vec3 mouth;
    for (const int vertex : body.lip_vertices) mouth += places[vertex];
    mouth = mouth * (1.f / real(std::max<std::size_t>(1, body.lip_vertices.size())));
    const float between_eyes = length(eyes[0].front - eyes[1].front), to_mouth = length(mouth - eyes_middle);
    const float size_of_face =
        kShareOfEyes * between_eyes / kEyeDistance + kShareOfMouth * to_mouth / kMouthDistance;
    camera.scale =
        kPartOfSide * real(side) / size_of_face * (Camera::kDistance - eyes_middle.z) / Camera::kDistance;
    camera.height = eyes_middle.y;
    const Vec3 unshifted = camera.project(eyes_middle);
    camera.shift_x = real(side) * kEyesX - unshifted.x;
    camera.shift_y = real(side) * kEyesY - unshifted.y;
}

bool shows_teeth(const Expression& face) {
    return face.mouth_open >= .02f || face.smile >= .3f;
}

float above_neckline(Vec3 rest, Neckline neckline) {
    float line = 5.90f - .30f * (rest.z + .2f) + .30f * std::max(0.f, std::fabs(rest.x) - .55f);
    if (neckline == Neckline::v_neck && rest.z > 0)
        line -= .45f * std::max(0.f, 1 - std::fabs(rest.x) / .42f) * saturate(rest.z * 1.5f);
    else if (neckline == Neckline::high)
        line += .22f;
    return rest.y - line;
}

}  // namespace portraits
