// Faces as textures: what panels draw with. The real one is gl/gl_pictures.h; tests without a display have a
// fake.
#pragma once

#include <imgui.h>

#include <string>

#include "core/image/image.h"

namespace progan {

class Pictures {
  public:
    virtual ~Pictures() = default;

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
};

}  // namespace progan
