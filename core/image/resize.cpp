#include "core/image/resize.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/support/error.h"

namespace progan {
namespace {

constexpr int kMaxSide = 16384;

/// How one pixel of the result is computed along one axis: weights of the source pixels from `first` on.
struct Taps {
    int first = 0;
    std::vector<float> weights;
};

/// Cubic convolution with a = -1/2 (Keys 1981), known as Catmull-Rom.
double catmull_rom(double x) {
    x = std::abs(x);
    if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
    if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
    return 0;
}

/// Lanczos' window with three lobes: sinc(x) sinc(x / 3) (Duchon 1979).
double lanczos3(double x) {
    constexpr double kPi = 3.14159265358979323846;
    if (std::abs(x) < 1e-9) return 1;
    if (std::abs(x) >= 3) return 0;
    return 3 * std::sin(kPi * x) * std::sin(kPi * x / 3) / (kPi * kPi * x * x);
}

/// Adds weight to a source pixel; beyond the edge, to the edge pixel.
void add(Taps& taps, int source, int size, double weight) {
    const auto index = static_cast<std::size_t>(std::clamp(source, 0, size - 1) - taps.first);
    if (taps.weights.size() <= index) taps.weights.resize(index + 1, 0.0f);
    taps.weights[index] += static_cast<float>(weight);
}

/// The source interval [begin, end) that the pixel covers, each pixel weighted by the part of it inside.
Taps area_taps(int pixel, int from, int to) {
    const double begin = static_cast<double>(pixel) * from / to, end = (pixel + 1.0) * from / to;
    Taps taps;
    taps.first = std::min(static_cast<int>(begin), from - 1);
    for (int source = taps.first; source < std::min(static_cast<int>(std::ceil(end)), from); ++source) {
        const double inside = std::min(end, source + 1.0) - std::max(begin, static_cast<double>(source));
        if (inside > 0) add(taps, source, from, inside / (end - begin));
    }
    return taps;
}

Taps cubic_taps(int pixel, int from, int to) {
    const double center = (pixel + 0.5) * from / to - 0.5;
    const int below = static_cast<int>(std::floor(center));
    Taps taps;
    taps.first = std::clamp(below - 1, 0, from - 1);
    for (int source = below - 1; source <= below + 2; ++source)
        add(taps, source, from, catmull_rom(source - center));
    return taps;
}

/// When shrinking, the window is as much wider. The weights add up to 1.
Taps sharp_taps(int pixel, int from, int to) {
    const double step = static_cast<double>(from) / to, width = std::max(step, 1.0);
    const double center = (pixel + 0.5) * step - 0.5;
    const int first = static_cast<int>(std::ceil(center - 3 * width)),
              last = static_cast<int>(std::floor(center + 3 * width));
    double sum = 0;
    for (int source = first; source <= last; ++source) sum += lanczos3((source - center) / width);
    Taps taps;
    taps.first = std::clamp(first, 0, from - 1);
    for (int source = first; source <= last; ++source)
        add(taps, source, from, lanczos3((source - center) / width) / sum);
    return taps;
}

Taps nearest_taps(int pixel, int from, int to) {
    return {static_cast<int>((2 * static_cast<std::int64_t>(pixel) + 1) * from /
                             (2 * static_cast<std::int64_t>(to))),
            {1.0f}};
}

std::vector<Taps> all_taps(int from, int to, ResizeFilter filter) {
    std::vector<Taps> taps;
    taps.reserve(static_cast<std::size_t>(to));
    for (int pixel = 0; pixel < to; ++pixel)
        taps.push_back(filter == ResizeFilter::nearest ? nearest_taps(pixel, from, to)
                       : filter == ResizeFilter::sharp ? sharp_taps(pixel, from, to)
                       : to < from                     ? area_taps(pixel, from, to)
                                                       : cubic_taps(pixel, from, to));
    return taps;
}

/// Scales along x and transposes: applied twice, the picture is scaled both ways and upright again. The
/// source may be bytes: a copy of it as floats would be four times as large.
template <class Value>
std::vector<float> scale_and_transpose(const std::vector<Value>& source, int width, int height,
                                       const std::vector<Taps>& taps) {
    std::vector<float> result(taps.size() * static_cast<std::size_t>(height) * 3);
    for (int y = 0; y < height; ++y) {
        const Value* row = source.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 3;
        for (std::size_t x = 0; x < taps.size(); ++x) {
            const Value* from = row + static_cast<std::size_t>(taps[x].first) * 3;
            float* to =
                result.data() + (x * static_cast<std::size_t>(height) + static_cast<std::size_t>(y)) * 3;
            for (const float weight : taps[x].weights)
                for (int c = 0; c < 3; ++c) to[c] += weight * static_cast<float>(*from++);
        }
    }
    return result;
}

}  // namespace

Image resize(const Image& image, int width, int height, ResizeFilter filter) {
    if (image.empty()) throw Error("An empty picture cannot be scaled.");
    if (width < 1 || height < 1 || width > kMaxSide || height > kMaxSide)
        throw Error("A picture cannot be scaled to {} x {} pixels: each side must have 1 to {}.", width,
                    height, kMaxSide);
    if (width == image.width && height == image.height) return image;
    std::vector<float> pixels =
        scale_and_transpose(image.rgb, image.width, image.height, all_taps(image.width, width, filter));
    pixels = scale_and_transpose(pixels, image.height, width, all_taps(image.height, height, filter));
    Image result(width, height);
    std::transform(pixels.begin(), pixels.end(), result.rgb.begin(), [](float value) {
        return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
    });
    return result;
}

Image thinned(const Image& image, int step, int first, int width, int height) {
    Image thin(width, height);
    std::uint8_t* to = thin.rgb.data();
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x, to += 3) {
            const auto row = static_cast<std::size_t>(first + y * step);
            const std::size_t at =
                row * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(first + x * step);
            std::copy_n(image.rgb.data() + 3 * at, 3, to);
        }
    return thin;
}

Image central_square(const Image& image, int side) {
    const int cut = std::min(image.width, image.height);
    if (image.width == image.height) return resize(image, side, side, ResizeFilter::smooth);
    const int left = (image.width - cut) / 2, top = (image.height - cut) / 2;
    Image square(cut, cut);
    for (int y = 0; y < cut; ++y)
        std::copy_n(&image.rgb[static_cast<std::size_t>((y + top) * image.width + left) * 3],
                    static_cast<std::size_t>(cut) * 3, &square.rgb[static_cast<std::size_t>(y * cut) * 3]);
    return resize(square, side, side, ResizeFilter::smooth);
}

}  // namespace progan
