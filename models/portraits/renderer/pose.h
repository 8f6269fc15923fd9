// How the head is turned against the shoulders: two rigid motions and a smooth weight between them.
#pragma once

#include "models/portraits/renderer/vector.h"

namespace portraits {

struct Pose {
    Vec3 neck, head;  ///< joints before the pose; radians turn about them
    Mat3 turn_of_head, turn_of_chest;
    Vec3 posed_head;  ///< the head's joint after the pose

    Pose() = default;
    /// Degrees; the chest follows with a part of the yaw.
    Pose(Vec3 neck_joint, Vec3 head_joint, float yaw, float pitch)
        : neck(neck_joint),
          head(head_joint),
          turn_of_head(rotation(yaw * kRadians, pitch * kRadians)),
          turn_of_chest(rotation(yaw * .4f * kRadians, 0)),
          posed_head(neck + turn_of_chest * (head - neck)) {}

    /// A place after the pose; `share` 0 goes with the chest, 1 with the head.
    Vec3 apply(Vec3 place, float share) const {
        const Vec3 with_chest = neck + turn_of_chest * (place - neck);
        const Vec3 with_head = posed_head + turn_of_head * (place - head);
        return mix(with_chest, with_head, share);
    }

    /// How far a rest place goes with the head.
    static float share_of_head(Vec3 rest) { return smooth_step(5.85f, 6.6f, rest.y + .38f * (rest.z - .2f)); }
};

}  // namespace portraits
