#include "core/image/enlarge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace progan {
namespace {

constexpr int kTaps = 6, kBefore = 2;  // pixels that a new one is made of, and how many of them lie before it
constexpr std::size_t kFloats = 4;     // per pixel: three colors and one that nobody reads

/// Which pixels of the source a new one is made of: `first` and the five after it.
struct Taps {
    int first = 0;
    std::array<float, kTaps> weights{};
};

float cubic(float x) {
    x = std::abs(x);
    if (x < 1) return (4.0f / 3 * x - 7.0f / 3) * x * x + 1;
    if (x < 2) return ((-7.0f / 12 * x + 3) * x - 59.0f / 12) * x + 2.5f;
    return x < 3 ? ((1.0f / 12 * x - 2.0f / 3) * x + 7.0f / 4) * x - 1.5f : 0;
}

/// `begin` and `length`: the whole picture on the screen; `size`: its pixels.
Taps taps_of(int pixel, double begin, double length, int size) {
    const double place = std::clamp((pixel + 0.5 - begin) / length, 0.0, 1.0) * size - 0.5;
    const double corner = std::floor(place);
    Taps taps;
    taps.first = static_cast<int>(corner) - kBefore;
    for (int tap = 0; tap < kTaps; ++tap)
        taps.weights[static_cast<std::size_t>(tap)] =
            cubic(static_cast<float>(tap - kBefore + corner - place));
    return taps;
}

std::size_t clamped(int index, int size) {
    return static_cast<std::size_t>(std::clamp(index, 0, size - 1));
}

// Two binomial blurs along a line of five pixels: a sharpened picture is twice the narrow one less the wide
// one.
constexpr std::array<float, 5> kNarrow{0, 1.0f / 6, 4.0f / 6, 1.0f / 6, 0};
constexpr std::array<float, 5> kWide{1.0f / 16, 4.0f / 16, 6.0f / 16, 4.0f / 16, 1.0f / 16};

/// One line of the result: six lines of floats by their weights.
void blend(const std::array<const float*, kTaps>& lines, const std::array<float, kTaps>& weights,
           std::size_t count, std::uint8_t* __restrict to) {
    const float* __restrict a = lines[0], * __restrict b = lines[1], * __restrict c = lines[2], * __restrict d = lines[3], * __restrict e = lines[4], * __restrict f = lines[5];
    for (std::size_t i = 0; i < count; ++i) {
        const float sum = 0.5f + weights[0] * a[i] + weights[1] * b[i] + weights[2] * c[i] +
                          weights[3] * d[i] + weights[4] * e[i] + weights[5] * f[i];
        // Rounded, for what is negative is cut; limited as integers: with floats, what is not a number would
        // keep compilers from vectorising this.
        to[i] = static_cast<std::uint8_t>(std::clamp(static_cast<int>(sum), 0, 255));
    }
}

}  // namespace

const std::vector<std::uint8_t>& Enlarger::make(const Image& picture, const Enlargement& how) {
    read(picture, how.sharpened);
    stretch_across(picture, how);
    stretch_down(picture, how);
    return made_;
}

/// The picture as floats of 0 to 255, sharpened or not.
void Enlarger::read(const Image& picture, bool sharpened) {
    const auto width = static_cast<std::size_t>(picture.width),
               height = static_cast<std::size_t>(picture.height);
    source_.resize(width * height * kFloats);
    for (std::size_t i = 0; i < width * height; ++i) {
        for (std::size_t c = 0; c < 3; ++c)
            source_[i * kFloats + c] = static_cast<float>(picture.rgb[i * 3 + c]);
        source_[i * kFloats + 3] = 0;
    }
    if (!sharpened) return;
    // Both blurs are separable: down first, side by side in one buffer, then across.
    const std::size_t line = width * kFloats;
    blurred_.resize(2 * line);
    std::vector<float> sharp(source_.size());
    for (std::size_t y = 0; y < height; ++y) {
        std::fill(blurred_.begin(), blurred_.end(), 0.0f);
        for (int tap = 0; tap < 5; ++tap) {
            const float* from =
                source_.data() + clamped(static_cast<int>(y) + tap - 2, picture.height) * line;
            const float narrow = kNarrow[static_cast<std::size_t>(tap)],
                        wide = kWide[static_cast<std::size_t>(tap)];
            for (std::size_t i = 0; i < line; ++i) {
                blurred_[i] += narrow * from[i];
                blurred_[line + i] += wide * from[i];
            }
        }
        float* to = sharp.data() + y * line;
        for (std::size_t x = 0; x < width; ++x)
            for (int tap = 0; tap < 5; ++tap) {
                const std::size_t at = clamped(static_cast<int>(x) + tap - 2, picture.width) * kFloats;
                const float narrow = 2 * kNarrow[static_cast<std::size_t>(tap)],
                            wide = kWide[static_cast<std::size_t>(tap)];
                for (std::size_t c = 0; c < kFloats; ++c)
                    to[x * kFloats + c] += narrow * blurred_[at + c] - wide * blurred_[line + at + c];
            }
    }
    source_.swap(sharp);
}

void Enlarger::stretch_across(const Image& picture, const Enlargement& how) {
    const auto width = static_cast<std::size_t>(picture.width),
               height = static_cast<std::size_t>(picture.height);
    across_.resize(static_cast<std::size_t>(how.columns) * height * kFloats);
    std::vector<Taps> columns;
    columns.reserve(static_cast<std::size_t>(how.columns));
    for (int x = 0; x < how.columns; ++x)
        columns.push_back(taps_of(how.first_column + x, how.left, how.width, picture.width));
    // The line with its edge pixel repeated, so that no tap looks beyond it.
    line_.resize((width + 2 * kTaps) * kFloats);
    float* to = across_.data();
    for (std::size_t y = 0; y < height; ++y) {
        const float* from = source_.data() + y * width * kFloats;
        for (std::size_t x = 0; x < width + 2 * kTaps; ++x)
            std::copy_n(from + clamped(static_cast<int>(x) - kTaps, picture.width) * kFloats, kFloats,
                        line_.data() + x * kFloats);
        for (const Taps& taps : columns) {
            const float* at = line_.data() + static_cast<std::size_t>(taps.first + kTaps) * kFloats;
            std::array<float, kFloats> sum{};
            for (std::size_t tap = 0; tap < kTaps; ++tap)
                for (std::size_t c = 0; c < kFloats; ++c) sum[c] += taps.weights[tap] * at[tap * kFloats + c];
            to = std::copy(sum.begin(), sum.end(), to);
        }
    }
}

void Enlarger::stretch_down(const Image& picture, const Enlargement& how) {
    const std::size_t line = static_cast<std::size_t>(how.columns) * kFloats;
    made_.resize(static_cast<std::size_t>(how.rows) * line);
    for (int y = 0; y < how.rows; ++y) {
        const Taps taps = taps_of(how.first_row + y, how.top, how.height, picture.height);
        std::array<const float*, kTaps> lines{};
        for (int tap = 0; tap < kTaps; ++tap)
            lines[static_cast<std::size_t>(tap)] =
                across_.data() + clamped(taps.first + tap, picture.height) * line;
        blend(lines, taps.weights, line, made_.data() + static_cast<std::size_t>(y) * line);
    }
}

}  // namespace progan
