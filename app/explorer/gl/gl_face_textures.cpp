#include "app/explorer/gl/gl_face_textures.h"

#include <glad/gl.h>

#include <algorithm>
#include <cmath>
#include <utility>

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
constexpr float kSharpenedFrom = 1.75f;  // times its size: below that a picture is sharp by itself

}  // namespace

GlFaceTextures::FaceProgram::FaceProgram(std::string_view fragment_source)
    : program(shaders::face_vert, fragment_source),
      target(program.uniform("target")),
      viewport(program.uniform("viewport")),
      picture_size(program.uniform("picture_size")) {}

GlFaceTextures::GlFaceTextures(bool in_software)
    : nearest_(shaders::face_nearest_frag),
      trilinear_(shaders::face_trilinear_frag),
      in_software_(in_software),
      map_(largest_texture()) {
    glGenVertexArrays(1, &vertex_array_);
}

GlFaceTextures::~GlFaceTextures() {
    glDeleteVertexArrays(1, &vertex_array_);
}

void GlFaceTextures::show(const Image& image) {
    if (image.width != main_[shown_].texture.width()) shown_ = 1 - shown_;
    upload(main_[shown_], image);
}

void GlFaceTextures::upload(Picture& picture, const Image& image) const {
    picture.texture.upload(image);
    if (!in_software_) return;
    picture.image = image;
    picture.enlarged.picture_changed();
}

ImTextureID GlFaceTextures::thumbnail(const std::string& key) const {
    const auto found = thumbnails_.find(key);
    return found == thumbnails_.end() ? ImTextureID{} : to_texture_id(found->second.name());
}

void GlFaceTextures::draw_main(ImDrawList& list, ImVec2 target_min, ImVec2 target_max, ImVec2 clip_min,
                               ImVec2 clip_max, bool smooth) {
    if (!main_[shown_].texture.name()) return;
    // A face that comes in this very frame may still change which texture is shown: draw() looks.
    add(list, {this, nullptr, target_min, target_max, clip_min, clip_max, smooth});
}

void GlFaceTextures::draw_large(const std::string& key, ImDrawList& list, ImVec2 target_min,
                                ImVec2 target_max, ImVec2 clip_min, ImVec2 clip_max, bool smooth) {
    const auto found = large_.find(key);
    if (found == large_.end() || clip_max.x <= clip_min.x || clip_max.y <= clip_min.y) return;
    add(list, {this, &found->second, target_min, target_max, clip_min, clip_max, smooth});
}

void GlFaceTextures::add(ImDrawList& list, const Draw& draw) {
    draws_.push_back(draw);
    list.AddCallback(&GlFaceTextures::run, &draws_.back());
    list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

void GlFaceTextures::run(const ImDrawList*, const ImDrawCmd* command) {
    const auto& draw = *static_cast<const Draw*>(command->UserCallbackData);
    draw.self->draw(draw);
}

/// Dear ImGui's backend has set the viewport to the whole framebuffer; its state is reset afterwards.
void GlFaceTextures::draw(const Draw& draw) {
    Picture& picture = draw.picture ? *draw.picture : main_[shown_];
    const Texture& texture = picture.texture;
    const float times = (draw.target_max.x - draw.target_min.x) * ImGui::GetIO().DisplayFramebufferScale.x /
                        static_cast<float>(texture.width());
    if (draw.smooth && times > kEnlargedFrom) {
        draw_enlarged(picture, draw, times >= kSharpenedFrom);
        return;
    }
    cut_to(draw.clip_min, draw.clip_max);
    draw_texture(draw.smooth ? trilinear_ : nearest_, texture.name(), texture.width(), texture.height(),
                 draw.target_min, draw.target_max);
}

void GlFaceTextures::draw_enlarged(Picture& picture, const Draw& draw, bool sharpened) {
    if (!in_software_) {
        shader_enlarger_.draw(picture.texture, draw.target_min, draw.target_max, draw.clip_min, draw.clip_max,
                              sharpened, vertex_array_);
        return;
    }
    const ImVec2 scale = ImGui::GetIO().DisplayFramebufferScale;
    // A pixel of the screen belongs to the picture if its middle does.
    const auto pixels = [](float low, float high) {
        return std::pair(static_cast<int>(std::ceil(low - 0.5f)), static_cast<int>(std::ceil(high - 0.5f)));
    };
    const auto [left, right] = pixels(std::max(draw.target_min.x, draw.clip_min.x) * scale.x,
                                      std::min(draw.target_max.x, draw.clip_max.x) * scale.x);
    const auto [top, bottom] = pixels(std::max(draw.target_min.y, draw.clip_min.y) * scale.y,
                                      std::min(draw.target_max.y, draw.clip_max.y) * scale.y);
    if (right <= left || bottom <= top) return;
    const Enlargement how{static_cast<double>(draw.target_min.x * scale.x),
                          static_cast<double>(draw.target_min.y * scale.y),
                          static_cast<double>((draw.target_max.x - draw.target_min.x) * scale.x),
                          static_cast<double>((draw.target_max.y - draw.target_min.y) * scale.y),
                          left,
                          top,
                          right - left,
                          bottom - top,
                          sharpened};
    glActiveTexture(GL_TEXTURE0);
    const unsigned texture = picture.enlarged.bind(picture.image, how, enlarger_);
    cut_to(draw.clip_min, draw.clip_max);
    draw_texture(nearest_, texture, how.columns, how.rows,
                 {static_cast<float>(left) / scale.x, static_cast<float>(top) / scale.y},
                 {static_cast<float>(right) / scale.x, static_cast<float>(bottom) / scale.y});
}

void GlFaceTextures::draw_texture(const FaceProgram& face, unsigned texture, int width, int height,
                                  ImVec2 low, ImVec2 high) const {
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    glDisable(GL_BLEND);
    glUseProgram(face.program.name());
    glUniform4f(face.target, low.x, low.y, high.x, high.y);
    glUniform2f(face.viewport, display.x, display.y);
    glUniform2f(face.picture_size, static_cast<float>(width), static_cast<float>(height));
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, texture);
    glBindVertexArray(vertex_array_);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

void GlFaceTextures::draw_map(ImDrawList& list, ImVec2 target_min, ImVec2 target_max, ImVec2 clip_min,
                              ImVec2 clip_max, float gap) {
    if (map_.empty()) return;
    map_draws_.push_back({&map_, target_min, target_max, clip_min, clip_max, gap});
    list.AddCallback(&GlFaceTextures::run_map, &map_draws_.back());
    list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

void GlFaceTextures::run_map(const ImDrawList*, const ImDrawCmd* command) {
    const auto& draw = *static_cast<const MapDraw*>(command->UserCallbackData);
    const ImGuiIO& io = ImGui::GetIO();
    cut_to(draw.clip_min, draw.clip_max);
    glDisable(GL_BLEND);
    draw.map->draw(draw.target_min, draw.target_max, io.DisplaySize, io.DisplayFramebufferScale.x, draw.gap);
}

FaceTextures::Part GlFaceTextures::map_tile(int seed) const {
    const std::optional<MapAtlas::Part> part = map_.tile(seed);
    if (!part) return {};
    return {to_texture_id(part->texture), {part->u0, part->v0}, {part->u1, part->v1}};
}

}  // namespace progan::gl
