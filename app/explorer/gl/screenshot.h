// What the framebuffer shows, as a picture. The GL context's thread only.
#pragma once

#include "core/image/image.h"

namespace progan::gl {

Image screenshot(int width, int height);

}  // namespace progan::gl
