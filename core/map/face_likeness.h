// How alike two faces look: their small pictures in a perceptual color space, reduced to the few dimensions
// in which the faces differ most. A plain value; safe to read from several threads.
#pragma once

#include <span>
#include <vector>

#include "core/image/image.h"

namespace progan {

/// CIE L*a*b* (D65; CIE 15:2004) of 16 x 16 pixels of the picture, with more weight on the center than on the
/// edges, where the background is: 768 numbers. Pictures are first scaled to 32 pixels per side, so that
/// tiles of 64 and of 32 pixels give the same. Throws Error on an empty image.
std::vector<float> face_colors(const Image& image);
inline constexpr std::size_t kFaceColors = 16 * 16 * 3;

class FaceLikeness {
  public:
    static constexpr std::size_t kMaxFeatures = 24;

    /// Principal components of `count` faces; `colors` is [count][kFaceColors]. Throws Error if the size is
    /// wrong or there are fewer than two.
    FaceLikeness(std::span<const float> colors, std::size_t count);

    std::size_t feature_count() const { return static_cast<std::size_t>(count_); }
    /// The Euclidean distance between two of these measures how different the faces look.
    std::vector<float> features(std::span<const float> colors) const;

  private:
    std::ptrdiff_t count_ = 0;
    std::vector<float> mean_;        ///< [kFaceColors]
    std::vector<float> components_;  ///< [count_][kFaceColors], orthonormal
};

}  // namespace progan
