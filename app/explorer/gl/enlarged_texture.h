// A picture enlarged on the processor, as a texture of the screen's own pixels: for software OpenGL, where
// shaders cost more. Made again only if the picture or its place has changed. RAII; the GL context's thread
// only.
#pragma once

#include <optional>

#include "core/image/enlarge.h"

namespace progan::gl {

class EnlargedTexture {
  public:
    EnlargedTexture() = default;
    ~EnlargedTexture();
    EnlargedTexture(const EnlargedTexture&) = delete;
    EnlargedTexture& operator=(const EnlargedTexture&) = delete;

    void picture_changed() { made_.reset(); }

    /// The texture's name, bound to GL_TEXTURE_2D: `how.columns` by `how.rows` pixels, which may not be 0.
    unsigned bind(const Image& picture, const Enlargement& how, Enlarger& enlarger);

  private:
    unsigned name_ = 0;
    int width_ = 0, height_ = 0;
    std::optional<Enlargement> made_;
};

}  // namespace progan::gl
