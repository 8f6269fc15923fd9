// What turns a picture into numbers that its attributes can be read off. Owned and called by one thread at a
// time.
#pragma once

#include <cstddef>
#include <span>

#include "core/image/image.h"

namespace progan {

class PictureFeatures {
  public:
    virtual ~PictureFeatures() = default;

    virtual int side() const = 0;          ///< of the model's faces, in pixels
    virtual std::size_t size() const = 0;  ///< numbers per picture

    /// Fills `features` [pictures][size()]. Those of a picture depend on it alone. A picture of another size
    /// or shape than the faces is first made one by central_square(), as training does, so that real pictures
    /// are as sharp as generated ones. Throws Error for an empty picture.
    virtual void read(std::span<const Image> pictures, std::span<float> features) const = 0;
};

}  // namespace progan
