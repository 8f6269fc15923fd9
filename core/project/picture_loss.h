// How far a generated picture is from the one that is looked for, and the gradient of that by its pixels.
// Immutable after construction; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/image/image.h"
#include "core/model/spec.h"

namespace progan {

/// The mean over scales - every pixel, means of 2 x 2 pixels, and so on down to 4 x 4 values - of the mean
/// squared difference, in units of the pictures' range: 1 is black against white. The coarse scales say which
/// way to go when a face is far off, the finest is what is measured in the end. Where the picture is at an
/// end of its range, values beyond that end are no error: they are clamped to it.
class PictureLoss {
  public:
    /// `picture` is a square with a side of 4 or more that is a power of two. `weights` [side][side], 0 to 1:
    /// how much each pixel counts; empty: all alike. Throws Error if a size is wrong or nothing counts.
    PictureLoss(const Image& picture, const ModelSpec& spec, std::span<const float> weights = {});

    int side() const { return side_; }

    /// Of generated values [side][side][3] in the specification's output range. Fills `gradient`, as large.
    double value(std::span<const float> values, std::span<float> gradient) const;

    /// The weighted differences of the pixels alone, [side][side][3], of which value() takes the squares.
    void residuals(std::span<const float> values, std::span<float> residuals) const;

    /// Of the pixels alone: the mean squared difference of the clamped values, with the weights.
    double squared_error(std::span<const float> values) const;

  private:
    /// Of a value that lies beyond the end at which the target is: no error.
    bool beyond(float value, float target) const;

    int side_;
    float low_, range_;
    std::vector<float> target_;   ///< [side][side][3], 0 to 1
    std::vector<float> weights_;  ///< [side][side]; their mean square is 1
};

/// The peak signal-to-noise ratio of a mean squared error in units of the range, in decibels; at most 100.
double psnr(double squared_error);

}  // namespace progan
