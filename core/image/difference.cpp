#include "core/image/difference.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "core/support/error.h"

namespace progan {
namespace {

struct Color {
    double red, green, blue;
};

/// At 0, 1/4, 1/2, 3/4 and 1; the luma of each is 0.96 times its position, within one 8-bit step.
constexpr Color kAnchors[] = {
    {0, 0, 0}, {0.43, 0.14, 0.68}, {0.94, 0.33, 0.61}, {1, 0.68, 0.29}, {1, 0.96, 0.86}};
constexpr int kSpans = 4;

}  // namespace

Difference difference(const Image& a, const Image& b) {
    if (a.empty() || a.width != b.width || a.height != b.height)
        throw Error("Pictures of {} x {} and {} x {} pixels cannot be compared: their sizes must be equal.",
                    a.width, a.height, b.width, b.height);
    Difference result{a.width, a.height, std::vector<float>(a.rgb.size() / 3), 0, 0};
    std::int64_t sum = 0;
    int largest = 0;
    for (std::size_t i = 0; i < result.pixels.size(); ++i) {
        int pixel = 0;
        for (std::size_t channel = 0; channel < 3; ++channel)
            pixel += std::abs(int{a.rgb[3 * i + channel]} - int{b.rgb[3 * i + channel]});
        result.pixels[i] = static_cast<float>(pixel) / 3;
        sum += pixel;
        largest = std::max(largest, pixel);
    }
    result.mean = static_cast<double>(sum) / 3 / static_cast<double>(result.pixels.size());
    result.max = largest / 3.0;
    return result;
}

double picture_change(const Image& a, const Image& b) {
    if (a.width != b.width || a.height != b.height || a.empty()) return 0;
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < a.rgb.size(); ++i)
        sum += static_cast<std::uint64_t>(std::abs(int{a.rgb[i]} - int{b.rgb[i]}));
    return static_cast<double>(sum) / static_cast<double>(a.rgb.size());
}

std::array<std::uint8_t, 3> heat_color(double value) {
    const double at = (value > 0 ? std::min(value, 1.0) : 0.0) * kSpans;  // NaN counts as 0
    const int span = std::min(static_cast<int>(at), kSpans - 1);
    const double part = at - span;
    const Color &low = kAnchors[span], &high = kAnchors[span + 1];
    const auto mixed = [part](double from, double to) {
        return static_cast<std::uint8_t>(std::lround((from + part * (to - from)) * 255));
    };
    return {mixed(low.red, high.red), mixed(low.green, high.green), mixed(low.blue, high.blue)};
}

Image heat_map(const Difference& difference, double full_scale) {
    if (!(full_scale > 0)) throw Error("The scale of a heat map must be above 0, not {}.", full_scale);
    Image image(difference.width, difference.height);
    for (std::size_t i = 0; i < difference.pixels.size(); ++i) {
        const auto color = heat_color(static_cast<double>(difference.pixels[i]) / full_scale);
        std::copy(color.begin(), color.end(), image.rgb.begin() + static_cast<std::ptrdiff_t>(3 * i));
    }
    return image;
}

double heat_scale(const Difference& difference) {
    for (double scale : {16.0, 32.0, 64.0, 128.0})
        if (difference.max <= scale) return scale;
    return 255;
}

}  // namespace progan
