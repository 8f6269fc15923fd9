// How alike two faces look: their small pictures in a perceptual colour space, reduced to the few numbers in
// which these faces differ most. A plain value; safe to read from several threads.
#pragma once

#include <span>
#include <vector>

#include "core/image/image.h"

namespace progan {

/// CIE L*a*b* (D65; CIE 15:2004) of 16 x 16 pixels of the picture, the middle of it counting more than its
/// rim, where the background is: 768 numbers. Pictures are brought to 32 pixels a side first, so that tiles
/// of 64 and of 32 pixels say the same. Throws Error on an empty image.
std::vector<float> face_colours(const Image& image);
inline constexpr std::size_t kFaceColours = 16 * 16 * 3;

class FaceLikeness {
  public:
    static constexpr std::size_t kMostFeatures = 24;

    /// Principal components of `count` faces, `colours` being [count][kFaceColours]. Throws Error if that
    /// does not fit or there are fewer than two.
    FaceLikeness(std::span<const float> colours, std::size_t count);

    std::size_t feature_count() const { return static_cast<std::size_t>(count_); }
    /// Euclidean distance between two of these is how different the faces look.
    std::vector<float> features(std::span<const float> colours) const;

  private:
    std::ptrdiff_t count_ = 0;
    std::vector<float> mean_;        ///< [kFaceColours]
    std::vector<float> components_;  ///< [count_][kFaceColours], orthonormal
};

}  // namespace progan
