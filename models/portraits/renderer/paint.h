// Paints a figure: color and gloss of every vertex.
#pragma once

#include "models/portraits/renderer/figure.h"

namespace portraits {

struct Paint {
    Vertices color;            ///< linear light
    std::vector<float> gloss;  ///< strength of highlights
    /// Of the skin: how far it lies inside the mouth, 0..1; it glows a little there, as wet flesh does.
    std::vector<float> inside_mouth;
};

Paint paint(const Figure& figure);

}  // namespace portraits
