// Two pictures mixed, for what fades from one into the other.
#pragma once

#include "core/image/image.h"

namespace progan {

/// `part` 0 is `from` and 1 is `to`, in steps of 1/256, in the pictures' own 8-bit values; `to` alone if they
/// have different sizes.
Image blend(const Image& from, const Image& to, double part);

}  // namespace progan
