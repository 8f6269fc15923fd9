// Pictures in OpenGL: the main face drawn by PicturePainter inside Dear ImGui's draw lists, thumbnails as
// plain textures.
#pragma once

#include <list>
#include <map>
#include <string>

#include "app/explorer/gl/face_textures.h"
#include "app/explorer/gl/map_atlas.h"
#include "app/explorer/gl/picture_painter.h"
#include "app/explorer/gl/texture.h"

namespace progan::gl {

/// Owned by App; made after the GL context and destroyed before it.
class GlFaceTextures : public FaceTextures {
  public:
    /// `in_software`: OpenGL runs on the processor, where our own code enlarges pictures faster than shaders
    /// do.
    explicit GlFaceTextures(bool in_software);

    void show(const Image& image) override;
    void draw_main(ImDrawList& list, ImVec2 target_min, ImVec2 target_max, ImVec2 clip_min, ImVec2 clip_max,
                   bool smooth) override;
    void set_large(const std::string& key, const Image& image) override {
        painter_.upload(large_[key], image);
    }
    void draw_large(const std::string& key, ImDrawList& list, ImVec2 target_min, ImVec2 target_max,
                    ImVec2 clip_min, ImVec2 clip_max, bool smooth) override;
    void set_thumbnail(const std::string& key, const Image& image) override {
        thumbnails_[key].upload(image);
    }
    ImTextureID thumbnail(const std::string& key) const override;
    bool has_thumbnail(const std::string& key) const override { return thumbnails_.contains(key); }
    void forget_thumbnail(const std::string& key) override { thumbnails_.erase(key); }
    void forget_thumbnails() override { thumbnails_.clear(); }

    bool take_map(const std::shared_ptr<const FaceMap>& map) override { return map_.take(map); }
    void draw_map(ImDrawList& list, ImVec2 target_min, ImVec2 target_max, ImVec2 clip_min, ImVec2 clip_max,
                  float gap) override;
    Part map_tile(int seed) const override;

    /// Call after the frame was drawn.
    void end_frame() {
        draws_.clear();
        map_draws_.clear();
    }

  private:
    using Picture = PicturePainter::Picture;
    struct Draw {
        GlFaceTextures* self;
        Picture* picture;  ///< null: the main one
        PicturePainter::Place place;
    };
    struct MapDraw {
        const MapAtlas* map;
        ImVec2 target_min, target_max, clip_min, clip_max;
        float gap;
    };
    void add(ImDrawList& list, const Draw& draw);
    static void run(const ImDrawList* list, const ImDrawCmd* command);
    static void run_map(const ImDrawList* list, const ImDrawCmd* command);
    void draw(const Draw& draw);

    PicturePainter painter_;
    Picture main_[2];                       ///< previews and whole pictures take turns without new storage
    int shown_ = 0;                         ///< the one on screen
    std::map<std::string, Picture> large_;  ///< none is removed: a frame's draws point at them
    std::map<std::string, Texture> thumbnails_;
    MapAtlas map_;
    std::list<MapDraw> map_draws_;
    std::list<Draw> draws_;  ///< of this frame; addresses stay until end_frame
};

}  // namespace progan::gl
