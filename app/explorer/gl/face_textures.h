// Faces as textures: what panels draw with. The real one is gl/gl_face_textures.h; tests without a display
// have a fake.
#pragma once

#include <imgui.h>

#include <memory>
#include <string>

#include "core/image/image.h"

namespace progan {

struct FaceMap;

class FaceTextures {
  public:
    virtual ~FaceTextures() = default;

    /// Replaces the main view's picture.
    virtual void show(const Image& image) = 0;
    /// Draws the main view's picture into `target` (screen pixels), cut to `clip`.
    virtual void draw_main(ImDrawList& list, ImVec2 target_min, ImVec2 target_max, ImVec2 clip_min,
                           ImVec2 clip_max, bool smooth) = 0;
    /// A large picture under a key beside the main view's, made or replaced.
    virtual void set_large(const std::string& key, const Image& image) = 0;
    /// Draws it as draw_main() does; nothing if there is none.
    virtual void draw_large(const std::string& key, ImDrawList& list, ImVec2 target_min, ImVec2 target_max,
                            ImVec2 clip_min, ImVec2 clip_max, bool smooth) = 0;
    /// A small picture under a key, made or replaced.
    virtual void set_thumbnail(const std::string& key, const Image& image) = 0;
    /// Its texture, or a null texture if there is none.
    virtual ImTextureID thumbnail(const std::string& key) const = 0;
    virtual bool has_thumbnail(const std::string& key) const = 0;
    virtual void forget_thumbnail(const std::string& key) = 0;
    /// Forgets all thumbnails (another model was opened).
    virtual void forget_thumbnails() = 0;

    /// A part of a texture.
    struct Part {
        ImTextureID texture{};
        ImVec2 low{0, 0}, high{1, 1};
    };
    /// Takes over a part of what the map has that the one drawn has not; null forgets it. False while there
    /// is more: what was there before is drawn meanwhile. Called every frame that shows the map.
    virtual bool take_map(const std::shared_ptr<const FaceMap>& map) = 0;
    /// Draws the map into `target` (screen pixels), cut to `clip`. `gap` is the part of a cell between two
    /// faces.
    virtual void draw_map(ImDrawList& list, ImVec2 target_min, ImVec2 target_max, ImVec2 clip_min,
                          ImVec2 clip_max, float gap) = 0;
    /// The tile of a seed of that map; a null texture if it is not there.
    virtual Part map_tile(int seed) const = 0;
};

}  // namespace progan
