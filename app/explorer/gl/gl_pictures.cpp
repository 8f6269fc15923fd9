#include "app/explorer/gl/gl_pictures.h"

#include <glad/gl.h>

#include "app/explorer/platform/imgui_compat.h"
#include "shaders/embedded.h"

namespace progan::gl {

GlPictures::FaceProgram::FaceProgram(std::string_view fragment_source)
    : program(shaders::face_vert, fragment_source),
      target(program.uniform("target")),
      viewport(program.uniform("viewport")),
      picture_size(program.uniform("picture_size")) {}

GlPictures::GlPictures()
    : nearest_(shaders::face_nearest_frag),
      bicubic_(shaders::face_bicubic_frag),
      trilinear_(shaders::face_trilinear_frag) {
    glGenVertexArrays(1, &vertex_array_);
}

GlPictures::~GlPictures() {
    glDeleteVertexArrays(1, &vertex_array_);
}

void GlPictures::show(const Image& image) {
    if (image.width != main_[shown_].width()) shown_ = 1 - shown_;
    main_[shown_].upload(image);
}

ImTextureID GlPictures::thumbnail(const std::string& key) const {
    const auto found = thumbnails_.find(key);
    return found == thumbnails_.end() ? ImTextureID{} : to_texture_id(found->second.name());
}

void GlPictures::draw_main(ImDrawList& list, ImVec2 target_min, ImVec2 target_max, ImVec2 clip_min,
                           ImVec2 clip_max, bool smooth) {
    if (!main_[shown_].name()) return;
    // A face that comes in this very frame may still change which texture is shown: draw() looks.
    add(list, {this, nullptr, target_min, target_max, clip_min, clip_max, smooth});
}

void GlPictures::draw_large(const std::string& key, ImDrawList& list, ImVec2 target_min, ImVec2 target_max,
                            ImVec2 clip_min, ImVec2 clip_max, bool smooth) {
    const auto found = large_.find(key);
    if (found == large_.end() || clip_max.x <= clip_min.x || clip_max.y <= clip_min.y) return;
    add(list, {this, &found->second, target_min, target_max, clip_min, clip_max, smooth});
}

void GlPictures::add(ImDrawList& list, const Draw& draw) {
    draws_.push_back(draw);
    list.AddCallback(&GlPictures::run, &draws_.back());
    list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

void GlPictures::run(const ImDrawList*, const ImDrawCmd* command) {
    const auto& draw = *static_cast<const Draw*>(command->UserCallbackData);
    draw.self->draw(draw);
}

/// Dear ImGui's backend has set the viewport to the whole framebuffer; its state is reset afterwards.
void GlPictures::draw(const Draw& draw) const {
    const Texture& picture = draw.picture ? *draw.picture : main_[shown_];
    const ImGuiIO& io = ImGui::GetIO();
    const float sx = io.DisplayFramebufferScale.x, sy = io.DisplayFramebufferScale.y;
    const float width = io.DisplaySize.x, height = io.DisplaySize.y;
    glEnable(GL_SCISSOR_TEST);
    glScissor(static_cast<GLint>(draw.clip_min.x * sx), static_cast<GLint>((height - draw.clip_max.y) * sy),
              static_cast<GLsizei>((draw.clip_max.x - draw.clip_min.x) * sx),
              static_cast<GLsizei>((draw.clip_max.y - draw.clip_min.y) * sy));
    glDisable(GL_BLEND);
    const bool shrinking = (draw.target_max.x - draw.target_min.x) * sx < static_cast<float>(picture.width());
    const FaceProgram& face = !draw.smooth ? nearest_ : shrinking ? trilinear_ : bicubic_;
    glUseProgram(face.program.name());
    glUniform4f(face.target, draw.target_min.x, draw.target_min.y, draw.target_max.x, draw.target_max.y);
    glUniform2f(face.viewport, width, height);
    glUniform2f(face.picture_size, static_cast<float>(picture.width()), static_cast<float>(picture.height()));
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, picture.name());
    glBindVertexArray(vertex_array_);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

}  // namespace progan::gl
