// Colors are linear light in Vec3, red green blue; what is written down as a constant is sRGB, 0 to 255.
#pragma once

#include "models/portraits/renderer/vector.h"

namespace portraits {

inline float linear_from_srgb(float v) {
    return v <= 0.04045f ? v / 12.92f : std::pow((v + 0.055f) / 1.055f, 2.4f);
}

/// 1 and above are white. Source of both: IEC 61966-2-1.
inline float srgb_from_linear(float v) {
    return v <= .0031308f ? 12.92f * v : 1.055f * std::pow(std::min(v, 1.f), 1 / 2.4f) - .055f;
}

inline Vec3 linear_from_srgb(Vec3 c) {
    return {linear_from_srgb(c.x), linear_from_srgb(c.y), linear_from_srgb(c.z)};
}

/// From sRGB of 0 to 255.
inline Vec3 rgb(float r, float g, float b) {
    return linear_from_srgb(Vec3(r / 255, g / 255, b / 255));
}

inline float luminance(Vec3 c) {
    return .2126f * c.x + .7152f * c.y + .0722f * c.z;
}

/// Hue in turns, saturation and value 0..1 -> sRGB 0..1.
inline Vec3 srgb_from_hsv(float hue, float saturation, float value) {
    hue -= std::floor(hue);
    const float r = std::fabs(hue * 6 - 3) - 1, g = 2 - std::fabs(hue * 6 - 2),
                b = 2 - std::fabs(hue * 6 - 4);
    return {value * mix(1, saturate(r), saturation), value * mix(1, saturate(g), saturation),
            value * mix(1, saturate(b), saturation)};
}

}  // namespace portraits
