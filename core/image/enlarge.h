// Enlarges a picture for the screen on the processor, as shaders/enlarge_sharpen.frag and enlarge_line.frag
// do on a graphics card: mildly sharpened at its own size, then by cubic convolution across and down. Where
// OpenGL itself runs on the processor, this takes a fraction of the shaders' time: weights are computed once
// per column and row in place of once per pixel.
#pragma once

#include <cstdint>
#include <vector>

#include "core/image/image.h"

namespace progan {

/// Where a picture stands on the screen and which part of it is made, all in pixels of the screen.
struct Enlargement {
    double left = 0, top = 0, width = 0, height = 0;             ///< the whole picture
    int first_column = 0, first_row = 0, columns = 0, rows = 0;  ///< the part that is made
    bool sharpened = false;

    bool operator==(const Enlargement&) const = default;
};

/// Keeps its buffers between pictures. For one thread.
class Enlarger {
  public:
    /// Rows of R G B X bytes (X is 255), columns * rows of them. The picture may not be empty; beyond its
    /// edges stands its edge pixel. Source: Keys, "Cubic Convolution Interpolation for Digital Image
    /// Processing", IEEE Trans. ASSP 29, 1981, equation 25.
    const std::vector<std::uint8_t>& make(const Image& picture, const Enlargement& how);

  private:
    void read(const Image& picture, bool sharpened);
    void stretch_across(const Image& picture, const Enlargement& how);
    void stretch_down(const Image& picture, const Enlargement& how);

    std::vector<float> source_, blurred_, line_, across_;  ///< four floats per pixel
    std::vector<std::uint8_t> made_;
};

}  // namespace progan
