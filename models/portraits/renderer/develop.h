// From samples of linear light to a picture: exposure, a soft shoulder, sRGB.
#pragma once

#include <cstdint>

#include "models/portraits/renderer/canvas.h"
#include "models/portraits/renderer/person.h"

namespace portraits {

/// rgb [side][side][3] of 0..255.
struct Picture {
    int side = 0;
    std::vector<std::uint8_t> rgb;
};

/// `samples` to a side make one pixel.
Picture develop(const Canvas& canvas, const Person& person, int samples);

}  // namespace portraits
