#include "app/explorer/gl/shader_enlarger.h"

#include <glad/gl.h>

#include <algorithm>
#include <cmath>

#include "shaders/embedded.h"

namespace progan::gl {

ShaderEnlarger::Pass::Pass(std::string_view fragment_source)
    : program(shaders::face_vert, fragment_source),
      target(program.uniform("target")),
      viewport(program.uniform("viewport")),
      picture_size(program.uniform("picture_size")),
      along(program.uniform("along")),
      part(program.uniform("part")),
      first(program.uniform("first")) {}

ShaderEnlarger::ShaderEnlarger()
    : sharpen_(shaders::enlarge_sharpen_frag), line_(shaders::enlarge_line_frag) {
    for (Stage* stage : {&sharpened_, &across_}) {
        glGenTextures(1, &stage->texture);
        glGenFramebuffers(1, &stage->framebuffer);
    }
}

ShaderEnlarger::~ShaderEnlarger() {
    for (Stage* stage : {&sharpened_, &across_}) {
        glDeleteFramebuffers(1, &stage->framebuffer);
        glDeleteTextures(1, &stage->texture);
    }
}

void ShaderEnlarger::Stage::resize(int to_width, int to_height) {
    if (to_width == width && to_height == height) return;
    width = to_width;
    height = to_height;
    glBindTexture(GL_TEXTURE_2D, texture);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA16F, width, height, 0, GL_RGBA, GL_FLOAT, nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
}

void ShaderEnlarger::draw(const Texture& picture, const Canvas& canvas, ImVec2 target_min, ImVec2 target_max,
                          ImVec2 clip_min, ImVec2 clip_max, bool sharpened, unsigned vertex_array) {
    const float sx = canvas.scale.x;
    // The columns of the screen that show the picture: no others are made.
    const float left = std::floor(std::max(target_min.x, clip_min.x) * sx),
                right = std::ceil(std::min(target_max.x, clip_max.x) * sx);
    const int columns = static_cast<int>(right - left), width = picture.width(), height = picture.height();
    if (columns <= 0) return;
    GLint framebuffer = 0, viewport[4] = {};
    glGetIntegerv(GL_FRAMEBUFFER_BINDING, &framebuffer);
    glGetIntegerv(GL_VIEWPORT, viewport);
    glDisable(GL_BLEND);
    glDisable(GL_SCISSOR_TEST);
    glActiveTexture(GL_TEXTURE0);
    glBindVertexArray(vertex_array);
    // Row 0 of a stage is the picture's first: its target stands on its head.
    const auto draw_into = [&](Stage& stage, const Pass& pass, unsigned from, int stage_width) {
        stage.resize(stage_width, height);
        glBindFramebuffer(GL_FRAMEBUFFER, stage.framebuffer);
        glViewport(0, 0, stage_width, height);
        glUseProgram(pass.program.name());
        const auto w = static_cast<float>(stage_width), h = static_cast<float>(height);
        glUniform4f(pass.target, 0, h, w, 0);
        glUniform2f(pass.viewport, w, h);
        glUniform2f(pass.picture_size, static_cast<float>(width), static_cast<float>(height));
        glBindTexture(GL_TEXTURE_2D, from);
    };
    const float shown = (target_max.x - target_min.x) * sx;
    if (sharpened) {
        draw_into(sharpened_, sharpen_, picture.name(), width);
        glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
    }
    draw_into(across_, line_, sharpened ? sharpened_.texture : picture.name(), columns);
    glUniform2i(line_.along, 1, 0);
    glUniform4f(line_.part, (left - target_min.x * sx) / shown, 0, static_cast<float>(columns) / shown, 1);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);

    glBindFramebuffer(GL_FRAMEBUFFER, static_cast<unsigned>(framebuffer));
    glViewport(viewport[0], viewport[1], viewport[2], viewport[3]);
    cut_to(canvas, clip_min, clip_max);
    glUniform4f(line_.target, target_min.x, target_min.y, target_max.x, target_max.y);
    glUniform2f(line_.viewport, canvas.size.x, canvas.size.y);
    glUniform2i(line_.along, 0, 1);
    glUniform4f(line_.part, 0, 0, 1, 1);
    glUniform1f(line_.first, left);
    glBindTexture(GL_TEXTURE_2D, across_.texture);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

}  // namespace progan::gl
