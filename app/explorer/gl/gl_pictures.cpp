#include "app/explorer/gl/gl_pictures.h"

#include <glad/gl.h>

#include "app/explorer/platform/imgui_compat.h"
#include "shaders/embedded.h"

namespace progan::gl {

namespace {

int largest_texture() {
    GLint side = 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &side);
    return side;
}

constexpr float kEnlargedFrom = 1.001f;  // at its own size a picture is itself, whatever the filter

}  // namespace

GlPictures::FaceProgram::FaceProgram(std::string_view fragment_source)
    : program(shaders::face_vert, fragment_source),
      target(program.uniform("target")),
      viewport(program.uniform("viewport")),
      picture_size(program.uniform("picture_size")) {}

GlPictures::GlPictures()
    : nearest_(shaders::face_nearest_frag),
      trilinear_(shaders::face_trilinear_frag),
      map_(largest_texture()) {
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
    const float sx = io.DisplayFramebufferScale.x, width = io.DisplaySize.x, height = io.DisplaySize.y;
    const float shown = (draw.target_max.x - draw.target_min.x) * sx;
    if (draw.smooth && shown > kEnlargedFrom * static_cast<float>(picture.width())) {
        enlarger_.draw(picture, draw.target_min, draw.target_max, draw.clip_min, draw.clip_max,
                       vertex_array_);
        return;
    }
    cut_to(draw.clip_min, draw.clip_max);
    glDisable(GL_BLEND);
    const FaceProgram& face = draw.smooth ? trilinear_ : nearest_;
    glUseProgram(face.program.name());
    glUniform4f(face.target, draw.target_min.x, draw.target_min.y, draw.target_max.x, draw.target_max.y);
    glUniform2f(face.viewport, width, height);
    glUniform2f(face.picture_size, static_cast<float>(picture.width()), static_cast<float>(picture.height()));
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, picture.name());
    glBindVertexArray(vertex_array_);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

void GlPictures::draw_map(ImDrawList& list, ImVec2 target_min, ImVec2 target_max, ImVec2 clip_min,
                          ImVec2 clip_max, float gap) {
    if (map_.empty()) return;
    map_draws_.push_back({&map_, target_min, target_max, clip_min, clip_max, gap});
    list.AddCallback(&GlPictures::run_map, &map_draws_.back());
    list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

void GlPictures::run_map(const ImDrawList*, const ImDrawCmd* command) {
    const auto& draw = *static_cast<const MapDraw*>(command->UserCallbackData);
    const ImGuiIO& io = ImGui::GetIO();
    cut_to(draw.clip_min, draw.clip_max);
    glDisable(GL_BLEND);
    draw.map->draw(draw.target_min, draw.target_max, io.DisplaySize, io.DisplayFramebufferScale.x, draw.gap);
}

Pictures::Part GlPictures::map_tile(int seed) const {
    const std::optional<MapAtlas::Part> part = map_.tile(seed);
    if (!part) return {};
    return {to_texture_id(part->texture), {part->u0, part->v0}, {part->u1, part->v1}};
}

}  // namespace progan::gl
