#include "core/image/blend.h"

#include <algorithm>
#include <cmath>

namespace progan {

Image blend(const Image& from, const Image& to, double part) {
    if (from.width != to.width || from.height != to.height) return to;
    Image image = to;
    const int weight = static_cast<int>(std::lround(std::clamp(part, 0.0, 1.0) * 256));
    for (std::size_t i = 0; i < image.rgb.size(); ++i)
        image.rgb[i] = static_cast<std::uint8_t>((from.rgb[i] * (256 - weight) + to.rgb[i] * weight) >> 8);
    return image;
}

}  // namespace progan
