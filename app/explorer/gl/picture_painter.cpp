#include "app/explorer/gl/picture_painter.h"

#include <glad/gl.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "shaders/embedded.h"

namespace progan::gl {
namespace {

constexpr float kEnlargedFrom = 1.001f;  // at its own size a picture is itself, whatever the filter
constexpr float kSharpenedFrom = 1.75f;  // times its size: below that a picture is sharp by itself

}  // namespace

PicturePainter::FaceProgram::FaceProgram(std::string_view fragment_source)
    : program(shaders::face_vert, fragment_source),
      target(program.uniform("target")),
      viewport(program.uniform("viewport")),
      picture_size(program.uniform("picture_size")) {}

PicturePainter::PicturePainter(bool in_software)
    : nearest_(shaders::face_nearest_frag),
      trilinear_(shaders::face_trilinear_frag),
      in_software_(in_software) {
    glGenVertexArrays(1, &vertex_array_);
}

PicturePainter::~PicturePainter() {
    glDeleteVertexArrays(1, &vertex_array_);
}

void PicturePainter::upload(Picture& picture, const Image& image) const {
    picture.texture.upload(image);
    if (!in_software_) return;
    picture.image = image;
    picture.enlarged.picture_changed();
}

void PicturePainter::draw(Picture& picture, const Canvas& canvas, const Place& place) {
    const Texture& texture = picture.texture;
    const float times =
        (place.target_max.x - place.target_min.x) * canvas.scale.x / static_cast<float>(texture.width());
    if (place.smooth && times > kEnlargedFrom) {
        draw_enlarged(picture, canvas, place, times >= kSharpenedFrom);
        return;
    }
    cut_to(canvas, place.clip_min, place.clip_max);
    draw_texture(place.smooth ? trilinear_ : nearest_, canvas, texture.name(), texture.width(),
                 texture.height(), place.target_min, place.target_max);
}

void PicturePainter::draw_enlarged(Picture& picture, const Canvas& canvas, const Place& place,
                                   bool sharpened) {
    if (!in_software_) {
        shader_enlarger_.draw(picture.texture, canvas, place.target_min, place.target_max, place.clip_min,
                              place.clip_max, sharpened, vertex_array_);
        return;
    }
    const ImVec2 scale = canvas.scale;
    // A pixel of the screen belongs to the picture if its middle does.
    const auto pixels = [](float low, float high) {
        return std::pair(static_cast<int>(std::ceil(low - 0.5f)), static_cast<int>(std::ceil(high - 0.5f)));
    };
    const auto [left, right] = pixels(std::max(place.target_min.x, place.clip_min.x) * scale.x,
                                      std::min(place.target_max.x, place.clip_max.x) * scale.x);
    const auto [top, bottom] = pixels(std::max(place.target_min.y, place.clip_min.y) * scale.y,
                                      std::min(place.target_max.y, place.clip_max.y) * scale.y);
    if (right <= left || bottom <= top) return;
    const Enlargement how{static_cast<double>(place.target_min.x * scale.x),
                          static_cast<double>(place.target_min.y * scale.y),
                          static_cast<double>((place.target_max.x - place.target_min.x) * scale.x),
                          static_cast<double>((place.target_max.y - place.target_min.y) * scale.y),
                          left,
                          top,
                          right - left,
                          bottom - top,
                          sharpened};
    glActiveTexture(GL_TEXTURE0);
    const unsigned texture = picture.enlarged.bind(picture.image, how, enlarger_);
    cut_to(canvas, place.clip_min, place.clip_max);
    draw_texture(nearest_, canvas, texture, how.columns, how.rows,
                 {static_cast<float>(left) / scale.x, static_cast<float>(top) / scale.y},
                 {static_cast<float>(right) / scale.x, static_cast<float>(bottom) / scale.y});
}

void PicturePainter::draw_texture(const FaceProgram& face, const Canvas& canvas, unsigned texture, int width,
                                  int height, ImVec2 low, ImVec2 high) const {
    glDisable(GL_BLEND);
    glUseProgram(face.program.name());
    glUniform4f(face.target, low.x, low.y, high.x, high.y);
    glUniform2f(face.viewport, canvas.size.x, canvas.size.y);
    glUniform2f(face.picture_size, static_cast<float>(width), static_cast<float>(height));
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, texture);
    glBindVertexArray(vertex_array_);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

}  // namespace progan::gl
