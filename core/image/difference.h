// How two pictures differ: numbers and a heat map.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/image/image.h"

namespace progan {

/// A pixel's difference is the mean of its three channels' absolute differences, in 8-bit steps, 0..255.
struct Difference {
    int width = 0, height = 0;
    std::vector<float> pixels;  ///< width * height, rows from top to bottom
    double mean = 0, max = 0;   ///< over the pixels
};

/// Throws Error if the pictures are of different sizes or empty.
Difference difference(const Image& a, const Image& b);

/// The visible change between two pictures: the mean absolute difference of their 8-bit values, 0..255; 0 if
/// their sizes differ.
double picture_change(const Image& a, const Image& b);

/// The color of a value in 0..1 (clamped): black, violet, red, orange, pale yellow. The luma (Rec. 709)
/// rises linearly, so that the map also reads in grayscale; the hues are our own, each scaled to the luma of
/// its position.
std::array<std::uint8_t, 3> heat_color(double value);

/// The difference as colors; full_scale (above 0, in 8-bit steps) and everything above it is the brightest.
Image heat_map(const Difference& difference, double full_scale);

/// The smallest of 16, 32, 64, 128 and 255 that is at least the largest difference: a scale that stays the
/// same while faces change a little.
double heat_scale(const Difference& difference);

}  // namespace progan
