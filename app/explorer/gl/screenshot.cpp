#include "app/explorer/gl/screenshot.h"

#include <glad/gl.h>

#include <algorithm>
#include <cstddef>

namespace progan::gl {

Image screenshot(int width, int height) {
    Image picture(width, height);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, picture.rgb.data());
    const std::ptrdiff_t row = std::ptrdiff_t{3} * width;
    for (int y = 0; y < height / 2; ++y)  // OpenGL's first row is the lowest
        std::swap_ranges(picture.rgb.begin() + y * row, picture.rgb.begin() + (y + 1) * row,
                         picture.rgb.begin() + (height - 1 - y) * row);
    return picture;
}

}  // namespace progan::gl
