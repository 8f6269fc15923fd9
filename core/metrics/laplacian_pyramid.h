// A picture as what each scale adds to the next coarser one. Source: Burt and Adelson 1983; the details
// (borders, scaling) are those of the published code of Karras et al. 2018.
#pragma once

#include <vector>

#include "core/image/image.h"

namespace progan {

/// Planes of values: [3][side][side].
struct Planes {
    int side = 0;
    std::vector<float> values;
};

/// A square picture's levels, 0..255, the finest first, halving to `coarsest` pixels a side: each is the
/// picture at that size minus the next one doubled; the last is the picture itself at that size. The filter
/// is the binomial 5 x 5 with borders mirrored about the edge pixel. Throws Error if the picture is not
/// square, or its side is not `coarsest` times a power of two.
std::vector<Planes> laplacian_pyramid(const Image& image, int coarsest);

}  // namespace progan
