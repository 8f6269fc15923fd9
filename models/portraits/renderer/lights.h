// The lights of a portrait: a key light as a small disc of four, a fill, a rim light from behind, and a dome.
#pragma once

#include <vector>

#include "models/portraits/renderer/person.h"

namespace portraits {

struct Light {
    enum class Kind { ambient, key, rim };  ///< fill and dome are ambient: they are gathered in color
    Vec3 towards, color;
    Kind kind = Kind::ambient;
};

struct Lamp {
    Vec3 towards, color;
};

struct Lights {
    explicit Lights(const Person& person);

    std::vector<Light> all;  ///< what is gathered
    Lamp key, fill, rim;     ///< what highlights come from
    bool has_rim = false;
    Vec3 from_above;  ///< of the dome
};

}  // namespace portraits
