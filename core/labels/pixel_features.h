// A picture as its pixels, for a second reader of attributes beside that of core/labels/picture_basis.h: what
// axes were not learned from. Plain functions; any thread.
#pragma once

#include <cstddef>
#include <span>

#include "core/image/picture_features.h"

namespace progan {

/// The luminance of 32 x 32 cells and the two color differences of 16 x 16; of fewer where the faces have
/// fewer pixels; from 16 per side down the luminance is then the basis' own.
class PixelFeatures : public PictureFeatures {
  public:
    /// `side`: of the faces, in pixels; a power of two, at least 4. Throws Error otherwise.
    explicit PixelFeatures(int side);

    int side() const override { return side_; }
    std::size_t size() const override;
    void read(std::span<const Image> pictures, std::span<float> features) const override;

  private:
    int side_;
};

}  // namespace progan
