#include "app/explorer/gl/canvas.h"

#include <glad/gl.h>

namespace progan::gl {

void cut_to(const Canvas& canvas, ImVec2 low, ImVec2 high) {
    const float sx = canvas.scale.x, sy = canvas.scale.y;
    glEnable(GL_SCISSOR_TEST);
    glScissor(static_cast<GLint>(low.x * sx), static_cast<GLint>((canvas.size.y - high.y) * sy),
              static_cast<GLsizei>((high.x - low.x) * sx), static_cast<GLsizei>((high.y - low.y) * sy));
}

}  // namespace progan::gl
