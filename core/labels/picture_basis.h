// A picture as numbers that attributes can be read off: colours, and the strength of edges by direction, at
// several scales. Fixed, so it needs neither training nor LibTorch; the features of a run's discriminator,
// which know more of the data set, are not used. Plain functions; any thread.
#pragma once

#include <span>
#include <vector>

#include "core/image/image.h"

namespace progan {

/// For square pictures of one size. Means of the luminance over a grid of 16 x 16 cells and of the two colour
/// differences over 8 x 8; and histograms of the directions of the luminance's gradient, weighted by its
/// length, over 16 x 16 and 8 x 8 cells, and over 8 x 8 of the picture at half the size (after Dalal and
/// Triggs 2005, without their normalisation: here the strength of an edge is part of what it says). Coarser
/// grids where the picture has fewer pixels.
class PictureBasis {
  public:
    /// `side`: of the pictures that will come, in pixels; a power of two, at least 4. They are looked at with
    /// at most 64.
    explicit PictureBasis(int side);

    int side() const { return side_; }
    std::size_t size() const { return size_; }  ///< numbers per picture

    /// Fills `features`. A picture of another size or shape is first cut to its central square and scaled to
    /// `side`, as training does, so that real pictures are as sharp as generated ones. Throws Error for an
    /// empty picture.
    void read(const Image& picture, std::span<float> features) const;

  private:
    int side_, looked_at_;
    std::size_t size_;
};

}  // namespace progan
