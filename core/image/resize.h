// Scaling pictures. Ours and not stb's: Debian 12 has only stb_image_resize.h, which its authors have
// deprecated and whose box filter is the mean of areas at whole ratios alone; its successor,
// stb_image_resize2.h, is in Debian 13 alone, and the same pictures must become the same training data on
// both.
#pragma once

#include <array>

#include "core/image/image.h"
#include "core/support/enum_names.h"

namespace progan {

enum class ResizeFilter { nearest, smooth, sharp };
inline constexpr std::array kResizeFilters{ResizeFilter::sharp, ResizeFilter::smooth, ResizeFilter::nearest};
inline constexpr auto kResizeFilterNames = enum_names<ResizeFilter>(
    {{ResizeFilter::sharp, "sharp"}, {ResizeFilter::smooth, "smooth"}, {ResizeFilter::nearest, "pixels"}});

/// The image at width x height. `nearest` repeats or drops pixels; `smooth` averages areas when shrinking and
/// is bicubic (Catmull-Rom) when growing; `sharp` is Lanczos with three lobes. Throws Error if a side is not
/// in 1..16384 or the image is empty.
Image resize(const Image& image, int width, int height, ResizeFilter filter);

/// Every `step`-th pixel of every `step`-th row, from (first, first) on: width x height of them.
Image thinned(const Image& image, int step, int first, int width, int height);

/// The central square of the image at side x side, smooth. Throws Error as resize() does.
Image central_square(const Image& image, int side);

}  // namespace progan
