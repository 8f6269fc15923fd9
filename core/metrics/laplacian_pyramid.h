// The detail that each scale of a picture adds to the next coarser one. Source: Burt and Adelson 1983; the
// details (borders, scaling) follow the published code of Karras et al. 2018.
#pragma once

#include <vector>

#include "core/image/image.h"

namespace progan {

/// Planes of values: [3][side][side].
struct Planes {
    int side = 0;
    std::vector<float> values;
};

/// A square picture's levels, 0..255, finest first, halving down to `coarsest` pixels per side: each is the
/// picture at that size minus the next one doubled; the last is the picture at that size. The filter is the 5
/// x 5 binomial with borders mirrored about the edge pixel. Throws Error if the picture is not square, or its
/// side is not `coarsest` times a power of two.
std::vector<Planes> laplacian_pyramid(const Image& image, int coarsest);

}  // namespace progan
