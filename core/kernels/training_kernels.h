// The inner loops of training on a processor, compiled once per instruction set and chosen at run time like
// those in kernels.h, whose layout they share: features [height][width][lanes], channels zero-padded to a
// multiple of kLanes.
//
// Activations are never stored: features are kept as they are before the leaky ReLU, which is applied as they
// are read. What is read is values * gate(gates) * scales, gate(g) being 1 where g > 0 and the slope
// elsewhere. With the values themselves as gates this is the leaky ReLU; with another layer's features, the
// way back through it. The scales, one per pixel, are those of pixel norm.
//
// Products of matrices take their factors in slots of 4 bytes, passed as floats: one float32, or two bfloat16
// that follow each other in the dimension that is summed over. Sums, and all else, are float32.
#pragma once

#include <cstddef>

#include "core/kernels/kernels.h"

namespace progan {

/// What code bases do differently in pixel norm. With a mean of squares m, the scale is 1 / (sqrt(m +
/// epsilon) + epsilon_outside_root).
struct NormKind {
    bool before_activation = false;  ///< m is of the leaky ReLU's input, which then reads what is normalized
    float epsilon_outside_root = 0;
};

/// One image's features, as they are read.
struct GatedMap {
    const float* values;
    const float* gates;   ///< laid out like values, or null for none
    const float* scales;  ///< [side][side], or null for none; only with gates
    int side, lanes;
    float slope;
    NormKind norm = {};  ///< that the scales are of, for normalize_backward
};

/// Where a tile's results go; the pointers are at its first pixel and first channel.
struct GatedTarget {
    float* values;
    const float* bias;          ///< [channels], added
    const float* gates;         ///< laid out like values: the results are multiplied by gate(gates); or null
    std::ptrdiff_t row, pixel;  ///< strides of values and gates, in floats
    float* squares;             ///< a sum per pixel of the squares of the results' leaky ReLU, or null
    std::ptrdiff_t squares_row;
    float slope;
};

/// A convolution by tiles, as in kernels.h, with what its derivatives need.
struct TrainingTransform {
    int step;      ///< input pixels per side from one tile to the next
    int outputs;   ///< results per side
    int points;    ///< per tile
    int products;  ///< per tile: as many as points, or 1 where the products are summed over the points
    /// points[point * stride + channel / per_slot], for sums over channels.
    void (*gather)(const GatedMap& map, int tile_y, int tile_x, float* points, std::ptrdiff_t stride);
    /// points[point * stride + channel], for sums over tiles: the tile becomes the part-th value of the
    /// slots. Parts are gathered in their order from 0 on, and what is not gathered is zero. With `sums`
    /// [lanes], adds to it the sum of the tile's own pixels.
    void (*gather_part)(const GatedMap& map, int tile_y, int tile_x, int part, float* points,
                        std::ptrdiff_t stride, float* sums);
    /// The transpose of scatter(): reads a map of results, as gather_part(). Null where products are summed
    /// over the points.
    void (*gather_results)(const GatedMap& map, int tile_y, int tile_x, int part, float* points,
                           std::ptrdiff_t stride, float* sums);
    /// products[point * stride + channel] -> results, of `channels` channels (a multiple of kLanes).
    void (*scatter)(const float* products, std::ptrdiff_t stride, int channels, const GatedTarget& target);
    /// taps[3 * 3][kLanes] of a kernel -> the part-th value of weights[point * stride + lane].
    void (*weight_points)(const float* taps, int part, float* weights, std::ptrdiff_t stride);
    /// Its transpose, for the gradient: points[point * stride + lane] -> taps[3 * 3][kLanes].
    void (*weight_taps)(const float* points, std::ptrdiff_t stride, float* taps);
};

/// Adam without a first moment, with m the second: m = beta2 m + (1 - beta2) g^2, and values change by -rate
/// g / (correction sqrt(m) + epsilon).
struct AdamStep {
    float beta2, rate, correction, epsilon;
};

struct TrainingKernels {
    const Kernels& products;  ///< of the same instruction set, in float32
    int per_slot;             ///< values: 1, or 2 that are bfloat16

    TrainingTransform upsample;                  ///< nearest-neighbor upsampling by 2, then the convolution
    TrainingTransform downsample;                ///< the convolution, then the sum of each 2 x 2 block
    TrainingTransform small_tiles, large_tiles;  ///< Winograd's F(2x2,3x3) and F(4x4,3x3)

    /// As in kernels.h; depth and a_row are of slots.
    void (*multiply)(const float* a, std::ptrdiff_t a_row, int rows, const float* panel, int depth,
                     int columns, float* c, std::ptrdiff_t c_row);
    /// c[row][column] += sum over k of a[k][row] * b[k][column]; rows and columns are multiples of kLanes,
    /// depth is of slots.
    void (*add_outer_products)(const float* a, std::ptrdiff_t a_row, const float* b, std::ptrdiff_t b_row,
                               int depth, int rows, int columns, float* c, std::ptrdiff_t c_row);

    // 1 x 1 convolutions between three colors and features, for `count` consecutive pixels.

    /// features[count][lanes] = bias + the sum over colors of rgb[count][3] times weight[3][lanes].
    void (*from_rgb)(const float* rgb, int count, int lanes, const float* weight, const float* bias,
                     float* features);
    /// rgb[count][3] = bias[3] + the sum over channels of features times weight[3][lanes].
    void (*to_rgb)(const GatedMap& features, int count, const float* weight, const float* bias, float* rgb);
    /// sums[4][lanes] += the sum over pixels of rgb times features, and of features.
    void (*add_rgb_products)(const float* rgb, const GatedMap& features, int count, float* sums);

    /// From the gradient by normalized features to the one by those before leaky ReLU and pixel norm, in
    /// place. `map`: what was normalized, scales included; `channels`: how many of the lanes count.
    void (*normalize_backward)(const GatedMap& map, int count, int channels, float* gradient);

    // Of `count` parameters.

    void (*adam)(const float* gradients, std::ptrdiff_t count, const AdamStep& step, float* second_moments,
                 float* values);
    /// averages += share * (values - averages).
    void (*move_averages)(const float* values, std::ptrdiff_t count, float share, float* averages);
};

/// The best kernels with factors of float32 that this processor can run. They live forever.
const TrainingKernels& training_kernels();

/// All of these that this processor can run, best first, terminated by null.
const TrainingKernels* const* all_training_kernels();

/// Kernels with factors of bfloat16, or null where the processor cannot multiply them.
const TrainingKernels* bfloat16_training_kernels();

}  // namespace progan
