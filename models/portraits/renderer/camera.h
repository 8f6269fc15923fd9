// From places to samples of the picture: perspective from a fixed distance, placed so that the eyes are
// aligned.
#pragma once

#include "models/portraits/renderer/vector.h"

namespace portraits {

/// Where the eyes' midpoint comes to lie, in parts of the picture's side.
inline constexpr float kEyesX = .5f, kEyesY = .475f;

struct Camera {
    static constexpr float kDistance = 16;
    float height = 7.2f;  ///< y that it looks along
    float scale = 1;      ///< samples per unit at z = 0
    float shift_x = 0, shift_y = 0;

    /// x to the right, y down, in samples; z is larger the nearer a place is (the perspective's factor).
    Vec3 project(Vec3 p) const {
        const float nearness = kDistance / (kDistance - p.z);
        return {scale * p.x * nearness + shift_x, shift_y - scale * (p.y - height) * nearness, nearness};
    }
    Vec3 place() const { return {0, height, kDistance}; }
};

}  // namespace portraits
