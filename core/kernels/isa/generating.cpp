// What the generator computes with. Compiled once per instruction set, with PROGAN_ISA as the suffix of what
// it defines.
#include "core/kernels/isa/transforms.h"

namespace progan {
namespace {

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
    for (int c = 0; c < map.channels; c += kLanes)
        in_both_dimensions<kReach, kReach>(
            Transform::forward, [&](int i, int j) { return scales[i][j] * load(pixels[i][j] + c); },
            [&](int i, int j, const Lanes& point) {
                store(points + (i * kReach + j) * point_stride + c, point);
            });
}

template <typename Transform>
void scatter(const float* products, std::ptrdiff_t point_stride, int channels, const Activation& activation,
             const TileTarget& target) {
    constexpr int kReach = Transform::kReach, kOutputs = Transform::kOutputs;
    Lanes squares[kOutputs][kOutputs];
    for (auto& row : squares)
        for (Lanes& pixel : row) pixel = zero();
    for (int c = 0; c < channels; c += kLanes) {
        const Lanes bias = load(activation.bias + c);
        in_both_dimensions<kReach, kOutputs>(
            Transform::inverse,
            [&](int i, int j) { return load(products + (i * kReach + j) * point_stride + c); },
            [&](int i, int j, const Lanes& result) {
                const Lanes before = result + bias;
                const Lanes after = leaky_relu(before, activation.slope);
                const Lanes& squared = activation.squares_before ? before : after;
                squares[i][j] = squares[i][j] + squared * squared;
                store(target.values + i * target.row + j * target.pixel + c, after);
            });
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
