#include "app/explorer/gl/enlarged_texture.h"

#include <glad/gl.h>

namespace progan::gl {

EnlargedTexture::~EnlargedTexture() {
    if (name_) glDeleteTextures(1, &name_);
}

unsigned EnlargedTexture::bind(const Image& picture, const Enlargement& how, Enlarger& enlarger) {
    if (!name_) glGenTextures(1, &name_);
    glBindTexture(GL_TEXTURE_2D, name_);
    if (made_ == how) return name_;
    const std::uint8_t* pixels = enlarger.make(picture, how).data();
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    if (how.columns != width_ || how.rows != height_) {
        width_ = how.columns;
        height_ = how.rows;
        glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width_, height_, 0, GL_RGBA, GL_UNSIGNED_BYTE, pixels);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    } else {
        glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width_, height_, GL_RGBA, GL_UNSIGNED_BYTE, pixels);
    }
    made_ = how;
    return name_;
}

}  // namespace progan::gl
