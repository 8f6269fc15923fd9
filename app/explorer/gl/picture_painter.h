// Draws a face's picture into a window by our own shaders: its pixels as squares, or smoothly, larger by
// cubic convolution or smaller by mipmaps. What it makes belongs to the OpenGL context that was current then,
// which must be current whenever it is used. RAII; that context's thread only.
#pragma once

#include <imgui.h>

#include <string_view>

#include "app/explorer/gl/canvas.h"
#include "app/explorer/gl/enlarged_texture.h"
#include "app/explorer/gl/program.h"
#include "app/explorer/gl/shader_enlarger.h"
#include "app/explorer/gl/texture.h"

namespace progan::gl {

class PicturePainter {
  public:
    /// `in_software`: OpenGL runs on the processor, where our own code enlarges pictures faster than shaders
    /// do.
    explicit PicturePainter(bool in_software);
    ~PicturePainter();
    PicturePainter(const PicturePainter&) = delete;
    PicturePainter& operator=(const PicturePainter&) = delete;

    struct Picture {
        Texture texture;
        Image image;  ///< only where the processor enlarges it
        EnlargedTexture enlarged;
    };
    void upload(Picture& picture, const Image& image) const;

    /// Rectangles in window units.
    struct Place {
        ImVec2 target_min, target_max, clip_min, clip_max;
        bool smooth = true;
    };
    /// Into the framebuffer that is bound, whose viewport is the whole canvas.
    void draw(Picture& picture, const Canvas& canvas, const Place& place);

  private:
    /// One for each filter: software OpenGL would compute them all for every pixel of a common one.
    struct FaceProgram {
        explicit FaceProgram(std::string_view fragment_source);
        Program program;
        int target, viewport, picture_size;
    };
    void draw_enlarged(Picture& picture, const Canvas& canvas, const Place& place, bool sharpened);
    /// A texture into a rectangle in window units.
    void draw_texture(const FaceProgram& face, const Canvas& canvas, unsigned texture, int width, int height,
                      ImVec2 low, ImVec2 high) const;

    FaceProgram nearest_, trilinear_;
    const bool in_software_;
    ShaderEnlarger shader_enlarger_;
    Enlarger enlarger_;
    unsigned vertex_array_ = 0;
};

}  // namespace progan::gl
