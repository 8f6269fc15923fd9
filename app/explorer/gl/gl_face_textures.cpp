#include "app/explorer/gl/gl_face_textures.h"

#include <glad/gl.h>

#include "app/explorer/platform/imgui_compat.h"

namespace progan::gl {

namespace {

int largest_texture() {
    GLint side = 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &side);
    return side;
}

}  // namespace

GlFaceTextures::GlFaceTextures(bool in_software) : painter_(in_software), map_(largest_texture()) {}

void GlFaceTextures::show(const Image& image) {
    if (image.width != main_[shown_].texture.width()) shown_ = 1 - shown_;
    painter_.upload(main_[shown_], image);
}

ImTextureID GlFaceTextures::thumbnail(const std::string& key) const {
    const auto found = thumbnails_.find(key);
    return found == thumbnails_.end() ? ImTextureID{} : to_texture_id(found->second.name());
}

void GlFaceTextures::draw_main(ImDrawList& list, ImVec2 target_min, ImVec2 target_max, ImVec2 clip_min,
                               ImVec2 clip_max, bool smooth) {
    if (!main_[shown_].texture.name()) return;
    // A face that comes in this very frame may still change which texture is shown: draw() looks.
    add(list, {this, nullptr, {target_min, target_max, clip_min, clip_max, smooth}});
}

void GlFaceTextures::draw_large(const std::string& key, ImDrawList& list, ImVec2 target_min,
                                ImVec2 target_max, ImVec2 clip_min, ImVec2 clip_max, bool smooth) {
    const auto found = large_.find(key);
    if (found == large_.end() || clip_max.x <= clip_min.x || clip_max.y <= clip_min.y) return;
    add(list, {this, &found->second, {target_min, target_max, clip_min, clip_max, smooth}});
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
    painter_.draw(draw.picture ? *draw.picture : main_[shown_], window_canvas(), draw.place);
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
    const Canvas canvas = window_canvas();
    cut_to(canvas, draw.clip_min, draw.clip_max);
    glDisable(GL_BLEND);
    draw.map->draw(draw.target_min, draw.target_max, canvas.size, canvas.scale.x, draw.gap);
}

FaceTextures::Part GlFaceTextures::map_tile(int seed) const {
    const std::optional<MapAtlas::Part> part = map_.tile(seed);
    if (!part) return {};
    return {to_texture_id(part->texture), {part->u0, part->v0}, {part->u1, part->v1}};
}

}  // namespace progan::gl
