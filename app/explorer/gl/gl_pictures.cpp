#include "app/explorer/gl/gl_pictures.h"

#include <glad/gl.h>

#include "app/explorer/platform/imgui_compat.h"
#include "shaders/embedded.h"

namespace progan::gl {

GlPictures::GlPictures()
    : program_(shaders::face_vert, shaders::face_frag),
      target_uniform_(program_.uniform("target")),
      viewport_uniform_(program_.uniform("viewport")),
      size_uniform_(program_.uniform("picture_size")),
      smooth_uniform_(program_.uniform("smooth_filter")),
      shrink_uniform_(program_.uniform("shrinking")) {
    glGenVertexArrays(1, &vertex_array_);
}

GlPictures::~GlPictures() {
    glDeleteVertexArrays(1, &vertex_array_);
}

ImTextureID GlPictures::thumbnail(const std::string& key) const {
    const auto found = thumbnails_.find(key);
    return found == thumbnails_.end() ? ImTextureID{} : to_texture_id(found->second.name());
}

void GlPictures::draw_main(ImDrawList& list, ImVec2 target_min, ImVec2 target_max, ImVec2 clip_min,
                           ImVec2 clip_max, bool smooth) {
    if (!main_.name()) return;
    draws_.push_back({this, target_min, target_max, clip_min, clip_max, smooth});
    list.AddCallback(&GlPictures::run, &draws_.back());
    list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

void GlPictures::run(const ImDrawList*, const ImDrawCmd* command) {
    const auto& draw = *static_cast<const Draw*>(command->UserCallbackData);
    draw.self->draw(draw);
}

/// Dear ImGui's backend has set the viewport to the whole framebuffer; its state is reset afterwards.
void GlPictures::draw(const Draw& draw) const {
    const ImGuiIO& io = ImGui::GetIO();
    const float sx = io.DisplayFramebufferScale.x, sy = io.DisplayFramebufferScale.y;
    const float width = io.DisplaySize.x, height = io.DisplaySize.y;
    glEnable(GL_SCISSOR_TEST);
    glScissor(static_cast<GLint>(draw.clip_min.x * sx), static_cast<GLint>((height - draw.clip_max.y) * sy),
              static_cast<GLsizei>((draw.clip_max.x - draw.clip_min.x) * sx),
              static_cast<GLsizei>((draw.clip_max.y - draw.clip_min.y) * sy));
    glDisable(GL_BLEND);
    glUseProgram(program_.name());
    glUniform4f(target_uniform_, draw.target_min.x, draw.target_min.y, draw.target_max.x, draw.target_max.y);
    glUniform2f(viewport_uniform_, width, height);
    glUniform2f(size_uniform_, static_cast<float>(main_.width()), static_cast<float>(main_.height()));
    glUniform1i(smooth_uniform_, draw.smooth ? 1 : 0);
    const bool shrinking = (draw.target_max.x - draw.target_min.x) * sx < static_cast<float>(main_.width());
    glUniform1i(shrink_uniform_, shrinking ? 1 : 0);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, main_.name());
    glBindVertexArray(vertex_array_);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

}  // namespace progan::gl
