// Compiled once per instruction set, with PROGAN_ISA as the suffix of what it defines. Includes nothing that
// defines inline functions: the linker would keep one copy for all, possibly one that this processor cannot
// run.
#include "core/model/cpu/kernels.h"

#define PROGAN_JOIN_(a, b) a##b
#define PROGAN_JOIN(a, b) PROGAN_JOIN_(a, b)

namespace progan {
namespace {

#if defined(__AVX512F__)
constexpr const char* kName = "AVX-512";
constexpr int kWidth = 16, kBlockRows = 12, kPanelVectors = 2;
#elif defined(__AVX2__)
constexpr const char* kName = "AVX2";
constexpr int kWidth = 8, kBlockRows = 6, kPanelVectors = 2;
#elif defined(__aarch64__)
constexpr const char* kName = "NEON";
constexpr int kWidth = 4, kBlockRows = 6, kPanelVectors = 4;
#else
constexpr const char* kName = "plain";
constexpr int kWidth = 4, kBlockRows = 2, kPanelVectors = 4;
#endif

typedef float Vector __attribute__((vector_size(kWidth * 4), may_alias));
constexpr int kParts = kLanes / kWidth;
static_assert(kPanelVectors * kWidth % kLanes == 0);

/// kLanes floats, in as many registers as needed.
struct Lanes {
    Vector part[kParts];
};

inline Lanes load(const float* from) {
    Lanes result;
    for (int i = 0; i < kParts; ++i) result.part[i] = reinterpret_cast<const Vector*>(from)[i];
    return result;
}
inline void store(float* to, const Lanes& lanes) {
    for (int i = 0; i < kParts; ++i) reinterpret_cast<Vector*>(to)[i] = lanes.part[i];
}
inline Lanes operator+(const Lanes& a, const Lanes& b) {
    Lanes result;
    for (int i = 0; i < kParts; ++i) result.part[i] = a.part[i] + b.part[i];
    return result;
}
inline Lanes operator-(const Lanes& a, const Lanes& b) {
    Lanes result;
    for (int i = 0; i < kParts; ++i) result.part[i] = a.part[i] - b.part[i];
    return result;
}
inline Lanes operator*(const Lanes& a, const Lanes& b) {
    Lanes result;
    for (int i = 0; i < kParts; ++i) result.part[i] = a.part[i] * b.part[i];
    return result;
}
inline Lanes operator*(float a, const Lanes& b) {
    Lanes result;
    for (int i = 0; i < kParts; ++i) result.part[i] = a * b.part[i];
    return result;
}
inline Lanes leaky_relu(const Lanes& x, float slope) {
    Lanes result;
    for (int i = 0; i < kParts; ++i) result.part[i] = x.part[i] > 0.0f ? x.part[i] : slope * x.part[i];
    return result;
}
inline Lanes zero() {
    return Lanes{};
}
/// Sums in the same order on every instruction set.
inline float sum(const Lanes& lanes) {
    alignas(64) float values[kLanes];
    store(values, lanes);
    for (int half = kLanes / 2; half > 0; half /= 2)
        for (int i = 0; i < half; ++i) values[i] += values[i + half];
    return values[0];
}

// ---- matrix products ----

/// While it computes, it prefetches the memory at `ahead`, the next call's panel.
template <int kRows, int kVectors>
void multiply_block(const float* __restrict a, std::ptrdiff_t a_row, const float* __restrict panel, int depth,
                    float* __restrict c, std::ptrdiff_t c_row, const float* ahead, int ahead_step) {
    Vector sums[kRows][kVectors] = {};
    for (int k = 0; k < depth; ++k) {
        Vector weights[kVectors];
#pragma GCC unroll 4
        for (int v = 0; v < kVectors; ++v) weights[v] = reinterpret_cast<const Vector*>(panel)[v];
        panel += kVectors * kWidth;
        __builtin_prefetch(ahead, 0, 2);
        __builtin_prefetch(ahead + ahead_step / 2, 0, 2);
        ahead += ahead_step;
#pragma GCC unroll 12
        for (int r = 0; r < kRows; ++r) {
            const float x = a[r * a_row + k];
#pragma GCC unroll 4
            for (int v = 0; v < kVectors; ++v) sums[r][v] += x * weights[v];
        }
    }
#pragma GCC unroll 12
    for (int r = 0; r < kRows; ++r)
#pragma GCC unroll 4
        for (int v = 0; v < kVectors; ++v) reinterpret_cast<Vector*>(c + r * c_row)[v] = sums[r][v];
}

template <int kRows>
void multiply_rows(const float* a, std::ptrdiff_t a_row, int rows, const float* panel, int depth, int columns,
                   float* c, std::ptrdiff_t c_row, const float* ahead, int ahead_step) {
    if (rows < kRows) {
        if constexpr (kRows > 1)
            multiply_rows<kRows - 1>(a, a_row, rows, panel, depth, columns, c, c_row, ahead, ahead_step);
        return;
    }
    if (columns == kPanelVectors * kWidth)
        multiply_block<kRows, kPanelVectors>(a, a_row, panel, depth, c, c_row, ahead, ahead_step);
    else
        multiply_block<kRows, kParts>(a, a_row, panel, depth, c, c_row, ahead, ahead_step);
}

void multiply(const float* a, std::ptrdiff_t a_row, int rows, const float* panel, int depth, int columns,
              float* c, std::ptrdiff_t c_row) {
    // The next call's panel usually follows this one and is prefetched block by block.
    const float* ahead = panel + std::ptrdiff_t{depth} * columns;
    const int all_blocks = (rows + kBlockRows - 1) / kBlockRows;
    const int ahead_step = (columns + all_blocks - 1) / all_blocks;
    while (rows > 0) {  // blocks of nearly equal size, because a small last one would be slow
        const int blocks = (rows + kBlockRows - 1) / kBlockRows;
        const int block = (rows + blocks - 1) / blocks;
        multiply_rows<kBlockRows>(a, a_row, block, panel, depth, columns, c, c_row, ahead, ahead_step);
        a += block * a_row;
        c += block * c_row;
        ahead += std::ptrdiff_t{depth} * ahead_step;
        rows -= block;
    }
}

// ---- the transforms, in one dimension ----

struct Upsample {
    static constexpr int kStep = 1, kReach = 3, kOutputs = 2;
    static void forward(const Lanes (&x)[3], Lanes (&points)[3]) {
        points[0] = x[0] - x[1];
        points[1] = x[1];
        points[2] = x[2] - x[1];
    }
    static void inverse(const Lanes (&m)[3], Lanes (&y)[2]) {
        y[0] = m[0] + m[1];
        y[1] = m[1] + m[2];
    }
};

struct SmallTiles {
    static constexpr int kStep = 2, kReach = 4, kOutputs = 2;
    static void forward(const Lanes (&x)[4], Lanes (&points)[4]) {
        points[0] = x[0] - x[2];
        points[1] = x[1] + x[2];
        points[2] = x[2] - x[1];
        points[3] = x[1] - x[3];
    }
    static void inverse(const Lanes (&m)[4], Lanes (&y)[2]) {
        y[0] = m[0] + m[1] + m[2];
        y[1] = m[1] - m[2] - m[3];
    }
};

struct LargeTiles {
    static constexpr int kStep = 4, kReach = 6, kOutputs = 4;
    static void forward(const Lanes (&x)[6], Lanes (&points)[6]) {
        const Lanes even = x[4] - 4.0f * x[2], odd = x[3] - 4.0f * x[1];
        const Lanes even2 = x[4] - x[2], odd2 = 2.0f * (x[3] - x[1]);
        points[0] = 4.0f * x[0] + (x[4] - 5.0f * x[2]);
        points[1] = even + odd;
        points[2] = even - odd;
        points[3] = even2 + odd2;
        points[4] = even2 - odd2;
        points[5] = 4.0f * x[1] + (x[5] - 5.0f * x[3]);
    }
    static void inverse(const Lanes (&m)[6], Lanes (&y)[4]) {
        const Lanes sum1 = m[1] + m[2], difference1 = m[1] - m[2];
        const Lanes sum2 = m[3] + m[4], difference2 = m[3] - m[4];
        y[0] = m[0] + sum1 + sum2;
        y[1] = difference1 + 2.0f * difference2;
        y[2] = sum1 + 4.0f * sum2;
        y[3] = difference1 + 8.0f * difference2 + m[5];
    }
};

// ---- the transforms of whole tiles ----

template <typename Transform>
void gather(const FeatureMap& map, int tile_y, int tile_x, float* points, std::ptrdiff_t point_stride) {
    constexpr int kReach = Transform::kReach;
    // A pixel outside the map is any pixel times zero.
    const float* pixels[kReach][kReach];
    float scales[kReach][kReach];
    for (int i = 0; i < kReach; ++i) {
        const int y = tile_y * Transform::kStep - 1 + i;
        const int inside_y = y < 0 ? 0 : y >= map.height ? map.height - 1 : y;
        for (int j = 0; j < kReach; ++j) {
            const int x = tile_x * Transform::kStep - 1 + j;
            const int inside_x = x < 0 ? 0 : x >= map.width ? map.width - 1 : x;
            const std::ptrdiff_t at = std::ptrdiff_t{inside_y} * map.width + inside_x;
            pixels[i][j] = map.values + at * map.channels;
            scales[i][j] = y == inside_y && x == inside_x ? map.scales[at] : 0.0f;
        }
    }
    for (int c = 0; c < map.channels; c += kLanes) {
        Lanes half[kReach][kReach];
#pragma GCC unroll 6
        for (int j = 0; j < kReach; ++j) {
            Lanes column[kReach], transformed[kReach];
#pragma GCC unroll 6
            for (int i = 0; i < kReach; ++i) column[i] = scales[i][j] * load(pixels[i][j] + c);
            Transform::forward(column, transformed);
#pragma GCC unroll 6
            for (int i = 0; i < kReach; ++i) half[i][j] = transformed[i];
        }
#pragma GCC unroll 6
        for (int i = 0; i < kReach; ++i) {
            Lanes transformed[kReach];
            Transform::forward(half[i], transformed);
#pragma GCC unroll 6
            for (int j = 0; j < kReach; ++j)
                store(points + (i * kReach + j) * point_stride + c, transformed[j]);
        }
    }
}

template <typename Transform>
void scatter(const float* products, std::ptrdiff_t point_stride, int channels, const Activation& activation,
             const TileTarget& target) {
    constexpr int kReach = Transform::kReach, kOutputs = Transform::kOutputs;
    Lanes squares[kOutputs][kOutputs];
    for (auto& row : squares)
        for (Lanes& pixel : row) pixel = zero();
    for (int c = 0; c < channels; c += kLanes) {
        Lanes half[kOutputs][kReach];
#pragma GCC unroll 6
        for (int j = 0; j < kReach; ++j) {
            Lanes column[kReach], results[kOutputs];
#pragma GCC unroll 6
            for (int i = 0; i < kReach; ++i) column[i] = load(products + (i * kReach + j) * point_stride + c);
            Transform::inverse(column, results);
#pragma GCC unroll 4
            for (int i = 0; i < kOutputs; ++i) half[i][j] = results[i];
        }
        const Lanes bias = load(activation.bias + c);
#pragma GCC unroll 4
        for (int i = 0; i < kOutputs; ++i) {
            Lanes results[kOutputs];
            Transform::inverse(half[i], results);
#pragma GCC unroll 4
            for (int j = 0; j < kOutputs; ++j) {
                const Lanes before = results[j] + bias;
                const Lanes after = leaky_relu(before, activation.slope);
                const Lanes& squared = activation.squares_before ? before : after;
                squares[i][j] = squares[i][j] + squared * squared;
                store(target.values + i * target.row + j * target.pixel + c, after);
            }
        }
    }
    for (int i = 0; i < kOutputs; ++i)
        for (int j = 0; j < kOutputs; ++j) target.squares[i * target.squares_row + j] = sum(squares[i][j]);
}

template <typename Transform>
constexpr TileTransform tile_transform() {
    return {Transform::kStep, Transform::kReach, Transform::kOutputs, gather<Transform>, scatter<Transform>};
}

void to_rgb(const float* features, const float* scales, int count, int channels, const float* weight,
            const float* bias, float* rgb, std::ptrdiff_t plane) {
    for (int i = 0; i < count; ++i) {
        Lanes red = zero(), green = zero(), blue = zero();
        for (int c = 0; c < channels; c += kLanes) {
            const Lanes x = load(features + c);
            red = red + x * load(weight + c);
            green = green + x * load(weight + channels + c);
            blue = blue + x * load(weight + 2 * channels + c);
        }
        features += channels;
        rgb[i] = sum(red) * scales[i] + bias[0];
        rgb[plane + i] = sum(green) * scales[i] + bias[1];
        rgb[2 * plane + i] = sum(blue) * scales[i] + bias[2];
    }
}

}  // namespace

extern const Kernels PROGAN_JOIN(kKernels_, PROGAN_ISA);
const Kernels PROGAN_JOIN(kKernels_, PROGAN_ISA) = {kName,
                                                    kPanelVectors* kWidth,
                                                    multiply,
                                                    tile_transform<Upsample>(),
                                                    tile_transform<SmallTiles>(),
                                                    tile_transform<LargeTiles>(),
                                                    to_rgb};

}  // namespace progan
