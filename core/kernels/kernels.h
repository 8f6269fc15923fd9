// The inner loops of the CPU generator, compiled once per instruction set and chosen at run time.
//
// Features of an image are laid out as [height][width][channels], with channels zero-padded to a multiple of
// kLanes and aligned to 64 bytes. Each pixel's channels have yet to be multiplied by its scale: pixel norm is
// applied when features are read, which saves a pass over them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace progan {

inline constexpr int kLanes = 16;

struct FeatureMap {
    const float* values;
    const float* scales;  ///< [height][width]
    int height, width, channels;
};

/// What is applied to a layer's sums: bias, leaky ReLU, and the sum of squares that pixel norm needs.
struct Activation {
    const float* bias;  ///< [channels]
    float slope;
    bool squares_before;  ///< squares of the leaky ReLU's input, not its output
};

/// Where a tile's results go; the pointers are at its first pixel and first channel.
struct TileTarget {
    float* values;
    std::ptrdiff_t row, pixel;  ///< strides of values in floats
    float* squares;             ///< one sum per pixel
    std::ptrdiff_t squares_row;
};

/// A 3x3 convolution with padding 1 as `reach` x `reach` independent products per tile: gather() transforms a
/// tile of the input to points, scatter() transforms the products to results. In between, ordinary matrix
/// products sum over input channels.
struct TileTransform {
    int step;     ///< input pixels from one tile to the next
    int reach;    ///< input pixels per side that a tile reads, starting one pixel before its own
    int outputs;  ///< results per side
    /// points[point * point_stride + channel]; pixels outside the map count as zero.
    void (*gather)(const FeatureMap& map, int tile_y, int tile_x, float* points, std::ptrdiff_t point_stride);
    /// products[point * point_stride + channel] of `channels` channels (a multiple of kLanes).
    void (*scatter)(const float* products, std::ptrdiff_t point_stride, int channels,
                    const Activation& activation, const TileTarget& target);
};

struct Kernels {
    const char* name;  ///< "AVX-512"
    int panel;         ///< columns of a panel of weights, a multiple of kLanes

    /// c[row][column] = sum over k of a[row][k] * panel[k][column]; columns is `panel` or a smaller multiple
    /// of kLanes. Each element is summed in the order of k, whatever the number of rows.
    void (*multiply)(const float* a, std::ptrdiff_t a_row, int rows, const float* panel, int depth,
                     int columns, float* c, std::ptrdiff_t c_row);

    /// Nearest-neighbor upsampling by 2, then the convolution: 2x2 results from 3x3 low-resolution pixels.
    /// With W = w0 + w1 + w2, in one dimension y[2i] = W x[i] + w0 (x[i-1] - x[i]) and y[2i+1] = W x[i] + w2
    /// (x[i+1] - x[i]): 9 products for 4 results instead of 36.
    TileTransform upsample;
    /// Winograd's F(2x2,3x3) and F(4x4,3x3) (Lavin and Gray 2015): 16 products for 4 results instead of 36,
    /// 36 for 16 instead of 144.
    TileTransform small_tiles, large_tiles;

    /// rgb[3][count] = (weight [3][channels] times features) * scale + bias, of `count` consecutive pixels;
    /// the planes are `plane` floats apart.
    void (*to_rgb)(const float* features, const float* scales, int count, int channels, const float* weight,
                   const float* bias, float* rgb, std::ptrdiff_t plane);
};

/// The best kernels that this processor can run. They live forever.
const Kernels& cpu_kernels();

/// All kernels that this processor can run, best first, terminated by null.
const Kernels* const* all_cpu_kernels();

}  // namespace progan
