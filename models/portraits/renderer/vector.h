// Small maths: vectors of three, rotations, and the curves that everything here is shaped with. Values, no
// owner.
#pragma once

#include <algorithm>
#include <cmath>

namespace portraits {

inline constexpr float kTurn = 6.2831853f;     ///< radians in a full turn
inline constexpr float kRadians = 0.0174533f;  ///< per degree

template <typename Number>
constexpr float real(Number number) {
    return static_cast<float>(number);
}

struct Vec3 {
    float x = 0, y = 0, z = 0;
    constexpr Vec3() = default;
    constexpr Vec3(float right, float up, float front) : x(right), y(up), z(front) {}
    explicit constexpr Vec3(float all) : x(all), y(all), z(all) {}
};

inline Vec3 operator+(Vec3 a, Vec3 b) {
    return {a.x + b.x, a.y + b.y, a.z + b.z};
}
inline Vec3 operator-(Vec3 a, Vec3 b) {
    return {a.x - b.x, a.y - b.y, a.z - b.z};
}
inline Vec3 operator-(Vec3 a) {
    return {-a.x, -a.y, -a.z};
}
inline Vec3 operator*(Vec3 a, float s) {
    return {a.x * s, a.y * s, a.z * s};
}
inline Vec3 operator*(float s, Vec3 a) {
    return a * s;
}
inline Vec3 operator*(Vec3 a, Vec3 b) {
    return {a.x * b.x, a.y * b.y, a.z * b.z};
}
inline Vec3& operator+=(Vec3& a, Vec3 b) {
    return a = a + b;
}

inline float dot(Vec3 a, Vec3 b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
inline Vec3 cross(Vec3 a, Vec3 b) {
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline float length(Vec3 a) {
    return std::sqrt(dot(a, a));
}

/// Of length 1; of nothing: the direction towards the viewer.
inline Vec3 normalized(Vec3 a) {
    const float square = dot(a, a);
    return square > 1e-20f ? a * (1.f / std::sqrt(square)) : Vec3(0, 0, 1);
}

inline Vec3 mix(Vec3 a, Vec3 b, float t) {
    return a + (b - a) * t;
}
inline float mix(float a, float b, float t) {
    return a + (b - a) * t;
}

/// The corners of a cell (values[0], next in x, next in y, ...) at a place inside it, each coordinate 0..1.
template <typename Value>
Value mix_cell(const Value* values, int step_y, int step_z, Vec3 at) {
    const Value* above = values + step_y;
    const Value* behind = values + step_z;
    const Value* both = behind + step_y;
    return mix(mix(mix(values[0], values[1], at.x), mix(above[0], above[1], at.x), at.y),
               mix(mix(behind[0], behind[1], at.x), mix(both[0], both[1], at.x), at.y), at.z);
}

inline float clamp(float x, float low, float high) {
    return x < low ? low : x > high ? high : x;
}
inline float saturate(float x) {
    return clamp(x, 0, 1);
}

/// 0 at `from`, 1 at `to`, smooth at both ends; `from` may be the larger.
inline float smooth_step(float from, float to, float x) {
    const float t = saturate((x - from) / (to - from));
    return t * t * (3 - 2 * t);
}

/// A bell curve of height 1 round 0.
inline float bell(float x, float sigma) {
    return std::exp(-x * x / (2 * sigma * sigma));
}

struct Mat3 {
    Vec3 row0, row1, row2;
    Vec3 operator*(Vec3 v) const { return {dot(row0, v), dot(row1, v), dot(row2, v)}; }
};

/// Nods by `pitch` (down is positive), then turns by `yaw` (to the viewer's right); radians.
inline Mat3 rotation(float yaw, float pitch) {
    const float cy = std::cos(yaw), sy = std::sin(yaw), cp = std::cos(pitch), sp = std::sin(pitch);
    return {{cy, sy * sp, sy * cp}, {0, cp, -sp}, {-sy, cy * sp, cy * cp}};
}

/// Towards an azimuth (the viewer's right is positive) and an elevation; degrees.
inline Vec3 direction(float azimuth, float elevation) {
    azimuth *= kRadians;
    elevation *= kRadians;
    return {std::sin(azimuth) * std::cos(elevation), std::sin(elevation),
            std::cos(azimuth) * std::cos(elevation)};
}

}  // namespace portraits
