// Draws a picture larger than it is by shaders: mildly sharpened at its own size if it is asked for, then by
// cubic convolution across and down. In three passes, each of them small or cheap. core/image/enlarge does
// the same on the processor. RAII; the GL context's thread only.
#pragma once

#include <imgui.h>

#include "app/explorer/gl/canvas.h"
#include "app/explorer/gl/program.h"
#include "app/explorer/gl/texture.h"

namespace progan::gl {

class ShaderEnlarger {
  public:
    ShaderEnlarger();
    ~ShaderEnlarger();
    ShaderEnlarger(const ShaderEnlarger&) = delete;
    ShaderEnlarger& operator=(const ShaderEnlarger&) = delete;

    /// Draws into the framebuffer that is bound. `target` and `clip` in window units, the target larger than
    /// the picture; `vertex_array`: any. Leaves the scissor at `clip`.
    void draw(const Texture& picture, const Canvas& canvas, ImVec2 target_min, ImVec2 target_max,
              ImVec2 clip_min, ImVec2 clip_max, bool sharpened, unsigned vertex_array);

  private:
    /// A texture that is drawn into, of half floats: what is beyond black and white must last until the end.
    struct Stage {
        unsigned texture = 0, framebuffer = 0;
        int width = 0, height = 0;
        void resize(int to_width, int to_height);
    };
    struct Pass {
        explicit Pass(std::string_view fragment_source);
        Program program;
        int target, viewport, picture_size, along, part, first;
    };

    Pass sharpen_, line_;
    Stage sharpened_, across_;
};

}  // namespace progan::gl
