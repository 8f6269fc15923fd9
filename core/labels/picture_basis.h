// A picture as numbers that attributes can be read off: colors, and the strength of edges by direction, at
// several scales. Fixed, so it needs neither training nor LibTorch. Plain functions; any thread.
#pragma once

#include <span>
#include <vector>

#include "core/image/picture_features.h"

namespace progan {

/// For square pictures of one size. Means of the luminance over a grid of 16 x 16 cells and of the two color
/// differences over 8 x 8; and histograms of the directions of the luminance's gradient, weighted by its
/// length, over 16 x 16 and 8 x 8 cells, and over 8 x 8 of the picture at half the size (after Dalal and
/// Triggs 2005, without their normalization: here the strength of an edge is part of what it says). Coarser
/// grids where the picture has fewer pixels.
class PictureBasis : public PictureFeatures {
  public:
    /// `side`: of the pictures that will come, in pixels; a power of two, at least 4. They are looked at with
    /// at most 64.
    explicit PictureBasis(int side);

    int side() const override { return side_; }
    std::size_t size() const override { return size_; }
    void read(std::span<const Image> pictures, std::span<float> features) const override;

  private:
    void read_one(const Image& picture, std::span<float> features) const;

    int side_, looked_at_;
    std::size_t size_;
};

}  // namespace progan
