// An RGB texture with storage allocated once a size. RAII; the GL context's thread only.
#pragma once

#include <utility>

#include "core/image/image.h"

namespace progan::gl {

class Texture {
  public:
    Texture() = default;
    ~Texture();
    Texture(Texture&& other) noexcept { *this = std::move(other); }
    Texture& operator=(Texture&& other) noexcept;
    Texture(const Texture&) = delete;
    Texture& operator=(const Texture&) = delete;

    /// Uploads the image; allocates only if its size differs from the last one's.
    void upload(const Image& image);

    unsigned name() const { return name_; }  ///< 0 before the first upload
    int width() const { return width_; }
    int height() const { return height_; }

  private:
    unsigned name_ = 0;
    int width_ = 0, height_ = 0;
};

}  // namespace progan::gl
