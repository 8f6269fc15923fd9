// Textures for tests without a display: counts what is drawn.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "app/explorer/gl/face_textures.h"

namespace progan::test {

class NoFaceTextures : public FaceTextures {
  public:
    void show(const Image& image) override { shown = image; }
    void draw_main(ImDrawList&, ImVec2, ImVec2, ImVec2, ImVec2, bool) override { ++drawn; }
    void set_large(const std::string&, const Image&) override {}
    void draw_large(const std::string&, ImDrawList&, ImVec2, ImVec2, ImVec2, ImVec2, bool) override {
        ++drawn_large;
    }
    void set_thumbnail(const std::string& key, const Image&) override { keys.insert(key); }
    ImTextureID thumbnail(const std::string&) const override { return {}; }
    bool has_thumbnail(const std::string& key) const override { return keys.contains(key); }
    void forget_thumbnail(const std::string& key) override { keys.erase(key); }
    void forget_thumbnails() override { keys.clear(); }
    bool take_map(const std::shared_ptr<const FaceMap>&) override { return true; }
    void draw_map(ImDrawList&, ImVec2, ImVec2, ImVec2, ImVec2, float) override { ++maps_drawn; }
    Part map_tile(int) const override { return {}; }

    Image shown;  ///< of the main view
    std::set<std::string> keys;
    int drawn = 0, drawn_large = 0, maps_drawn = 0;
};

}  // namespace progan::test
