// The frame of glasses: tubes along the rims, the bridge and the temples.
#include "models/portraits/renderer/figure.h"

namespace portraits {
namespace {

constexpr int kRimPoints = 36, kTemplePoints = 8, kBridgePoints = 6, kTubeSides = 6;
constexpr int kHinge = 2;  // the rim's point that the temple begins at

struct FrameShape {
    float half_width, half_height;
    float squareness;  ///< exponent of the superellipse: 2 is round
    float thickness;
    float below;  ///< height of the lower half, relative
};

FrameShape shape_of(Frame frame) {
    switch (frame) {
        case Frame::square:
            return {.255f, .19f, 3.2f, .026f, 1};
        case Frame::round:
            return {.235f, .225f, 2.0f, .016f, 1};
        default:
            return {.265f, .205f, 2.5f, .026f, .92f};
    }
}

class FrameMaker {
  public:
    explicit FrameMaker(Figure& figure)
        : figure_(figure),
          shape_(shape_of(figure.person.glasses.frame)),
          eyes_{figure.body.joint("l-eye", figure.coarse), figure.body.joint("r-eye", figure.coarse)},
          between_eyes_(eyes_[0].x - eyes_[1].x),
          front_(std::max(brow_and_cheek() + .03f, eyes_[0].z + figure.eyes[0].radius + .08f)) {}

    void run() {
        for (int side = 0; side < 2; ++side) temple(side, rim(side));
        bridge();
    }

  private:
    /// How far forward the face comes where the rims go.
    float brow_and_cheek() const {
        float front = 0;
        for (int k = 0; k < figure_.skin_vertices(); ++k) {
            const Vec3 rest = figure_.body.rest[k];
            if (std::fabs(std::fabs(rest.x) - .31f) < .25f && rest.y > 7.02f && rest.y < 7.5f &&
                rest.z > 1.1f) {
                const Vec3 place = figure_.body.skin.at(k, figure_.coarse);
                front = std::max(front, place.z - .35f * std::max(0.f, .2f - std::fabs(place.x)));
            }
        }
        return front;
    }

    /// A superellipse round the eye, bent back at the sides. Returns its hinge.
    Vec3 rim(int side) {
        const float outwards = kSides[side];
        Vec3 center = eyes_[side], hinge;
        center.x += outwards * .015f;
        center.y -= .035f;
        Vertices line;
        for (int k = 0; k < kRimPoints; ++k) {
            const float angle = kTurn * real(k) / kRimPoints, c = std::cos(angle), s = std::sin(angle);
            const float n = shape_.squareness;
            const float radius = std::pow(std::pow(std::fabs(c), n) + std::pow(std::fabs(s), n), -1 / n);
            Vec3 place(center.x + outwards * shape_.half_width * radius * c,
                       center.y + shape_.half_height * radius * s * (s < 0 ? shape_.below : 1), 0);
            const float aside = std::max(0.f, std::fabs(place.x) - .1f);
            place.z = front_ - .22f * aside * aside * 1.1f;
            line.push_back(figure_.pose.apply(place, 1));
            if (k == kHinge) hinge = place;
        }
        tube(line, true, shape_.thickness, {0, 0, 1});
        return hinge;
    }

    void temple(int side, Vec3 hinge) {
        const float outwards = kSides[side];
        const Vec3 ear(.80f * outwards * between_eyes_ / .615f, hinge.y, .25f);
        Vertices line;
        for (int k = 0; k <= kTemplePoints; ++k) {
            const float t = real(k) / kTemplePoints;
            Vec3 place = mix(hinge, ear, t);
            place.x += outwards * .06f * std::sin(3.14159f * t);
            line.push_back(figure_.pose.apply(place, 1));
        }
        tube(line, false, shape_.thickness * .8f, {0, 1, 0});
    }

    void bridge() {
        Vertices line;
        for (int k = 0; k <= kBridgePoints; ++k) {
            const float t = real(k) / kBridgePoints * 2 - 1, arch = 1 - t * t;
            const float x = (between_eyes_ * .5f + .015f - shape_.half_width) * t;
            line.push_back(
                figure_.pose.apply({x, eyes_[0].y + .02f + .03f * arch, front_ + .015f * arch}, 1));
        }
        tube(line, false, shape_.thickness * .9f, {0, 1, 0});
    }

    /// `up` is a direction of the head that the line never follows.
    void tube(const Vertices& line, bool closed, float radius, Vec3 up) {
        const int count = static_cast<int>(line.size()), first = figure_.size();
        const Vec3 turned = figure_.pose.turn_of_head * up;
        for (int i = 0; i < count; ++i) {
            const Vec3 before = line[closed ? (i + count - 1) % count : std::max(0, i - 1)];
            const Vec3 after = line[closed ? (i + 1) % count : std::min(count - 1, i + 1)];
            const Vec3 along = normalized(after - before);
            const Vec3 u = normalized(cross(along, turned)), v = cross(u, along);
            for (int k = 0; k < kTubeSides; ++k) {
                const float angle = kTurn * real(k) / kTubeSides;
                figure_.add_vertex(line[i] + (u * std::cos(angle) + v * std::sin(angle)) * radius, Vec3());
            }
        }
        for (int i = 0; i < (closed ? count : count - 1); ++i)
            for (int k = 0; k < kTubeSides; ++k) {
                const int here = first + i * kTubeSides, there = first + (i + 1) % count * kTubeSides;
                const int next = (k + 1) % kTubeSides;
                figure_.add_triangle(here + k, there + k, there + next, Material::frame);
                figure_.add_triangle(here + k, there + next, here + next, Material::frame);
            }
    }

    Figure& figure_;
    const FrameShape shape_;
    const std::array<Vec3, 2> eyes_;  // joints, before the pose
    const float between_eyes_, front_;
};

}  // namespace

void add_glasses(Figure& figure) {
    FrameMaker(figure).run();
}

}  // namespace portraits
