// Noise that is fixed in space: what is blotched or ragged the same way whenever it is asked about.
#pragma once

#include <cstdint>

#include "models/portraits/renderer/vector.h"

namespace portraits {

/// Bits that look random, for a place on the integer grid.
inline std::uint32_t hash(int x, int y, int z) {
    std::uint32_t h = static_cast<std::uint32_t>(x) * 374761393U +
                      static_cast<std::uint32_t>(y) * 668265263U +
                      static_cast<std::uint32_t>(z) * 2147483647U;
    h = (h ^ (h >> 13U)) * 1274126177U;
    return h ^ (h >> 16U);
}

/// Smooth between values at the integer grid's places; -1 to 1.
inline float noise(Vec3 p) {
    const int x = static_cast<int>(std::floor(p.x)), y = static_cast<int>(std::floor(p.y)),
              z = static_cast<int>(std::floor(p.z));
    const auto eased = [](float t) { return t * t * (3 - 2 * t); };
    const float fx = eased(p.x - real(x)), fy = eased(p.y - real(y)), fz = eased(p.z - real(z));
    const auto at = [&](int a, int b, int c) {
        return real(hash(x + a, y + b, z + c) & 0xffffU) * (1.f / 32767.5f) - 1.f;
    };
    const float corners[8] = {at(0, 0, 0), at(1, 0, 0), at(0, 1, 0), at(1, 1, 0),
                              at(0, 0, 1), at(1, 0, 1), at(0, 1, 1), at(1, 1, 1)};
    return mix_cell(corners, 2, 4, {fx, fy, fz});
}

}  // namespace portraits
