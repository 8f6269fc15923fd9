// Draws a person's portrait. What is drawn depends on the person and the options alone.
#pragma once

#include "models/portraits/renderer/body.h"
#include "models/portraits/renderer/develop.h"
#include "models/portraits/renderer/person.h"

namespace portraits {

struct Options {
    int side = 128;           ///< pixels
    int samples = 4;          ///< per pixel, to a side
    int hair_density = 7000;  ///< hairs on a middling scalp
};

Picture draw_portrait(const Body& body, const Person& person, const Options& options = {});

}  // namespace portraits
