// Scaling pictures.
#pragma once

#include "core/image/image.h"

namespace progan {

enum class ResizeFilter { nearest, smooth };

/// The image at width x height. `nearest` repeats or drops pixels; `smooth` averages areas when shrinking and
/// is bicubic (Catmull-Rom) when growing. Throws Error if a side is not in 1..16384 or the image is empty.
Image resize(const Image& image, int width, int height, ResizeFilter filter);

}  // namespace progan
