// Multi-scale structural similarity of two pictures, 0..1 (1: equal). Between faces of one generator it
// measures variety: lower is more varied. Source: Wang, Simoncelli and Bovik 2003; constants and borders as
// in the published code of Karras et al. 2018 (11 x 11 Gaussian with sigma 1.5, valid area only, five
// scales).
#pragma once

#include "core/image/image.h"

namespace progan {

/// Throws Error unless the pictures have the same size, at least 16 x 16.
double ms_ssim(const Image& a, const Image& b);

}  // namespace progan
