// The inner loops of the CPU generator, compiled once for each instruction set and chosen at run time.
//
// Features of an image lie as [height][width][channels], channels padded with zeros to a multiple of kLanes,
// aligned to 64 bytes. Each pixel's channels are still to be multiplied by its scale: pixel norm is applied
// where features are read, so that no pass over them is needed for it.
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

/// What happens to a layer's sums: bias, leaky ReLU, and the sum of squares that pixel norm needs.
struct Activation {
    const float* bias;  ///< [channels]
    float slope;
    bool squares_before;  ///< squares are taken of what goes into the leaky ReLU, not of what comes out
};

/// Where a tile's results go: the pointers are at its first pixel and first channel.
struct TileTarget {
    float* values;
    std::ptrdiff_t row, pixel;  ///< strides of values in floats
    float* squares;             ///< a sum a pixel
    std::ptrdiff_t squares_row;
};

/// A 3x3 convolution with padding 1 as `reach` x `reach` independent products a tile: gather() takes a tile
/// of the input to the points where the products are made, scatter() takes the products to the results. Sums
/// over input channels lie between: ordinary matrix products.
struct TileTransform {
    int step;     ///< input pixels from a tile to the next
    int reach;    ///< input pixels a side that a tile reads; it begins one pixel before its own
    int outputs;  ///< results a side
    /// points[(point) * point_stride + channel]; pixels outside the map count as zero.
    void (*gather)(const FeatureMap& map, int tile_y, int tile_x, float* points, std::ptrdiff_t point_stride);
    /// products[(point) * point_stride + channel] of `channels` channels (a multiple of kLanes).
    void (*scatter)(const float* products, std::ptrdiff_t point_stride, int channels,
                    const Activation& activation, const TileTarget& target);
};

struct Kernels {
    const char* name;  ///< "AVX-512"
    int panel;         ///< columns of a panel of weights: kLanes or a multiple of it

    /// c[row][column] = sum over k of a[row][k] * panel[k][column]; columns is `panel` or a multiple of
    /// kLanes below it. Each element is summed in the order of k, whatever the number of rows.
    void (*multiply)(const float* a, std::ptrdiff_t a_row, int rows, const float* panel, int depth,
                     int columns, float* c, std::ptrdiff_t c_row);

    /// Nearest-neighbour upsampling by 2, then the convolution: 2x2 results of 3x3 low-resolution pixels.
    /// With W = w0 + w1 + w2, in one dimension y[2i] = W x[i] + w0 (x[i-1] - x[i]) and y[2i+1] = W x[i] +
    /// w2 (x[i+1] - x[i]): 9 products for 4 results instead of 36.
    TileTransform upsample;
    /// Winograd's F(2x2,3x3) and F(4x4,3x3) (Lavin and Gray 2015): 16 products for 4 results instead of 36,
    /// 36 for 16 instead of 144.
    TileTransform small_tiles, large_tiles;

    /// rgb[3][count] = (weight [3][channels] times features) * scale + bias, of `count` pixels that follow
    /// each other; the planes lie `plane` floats apart.
    void (*to_rgb)(const float* features, const float* scales, int count, int channels, const float* weight,
                   const float* bias, float* rgb, std::ptrdiff_t plane);
};

/// The best that this processor can run. Lives for ever.
const Kernels& cpu_kernels();

/// All that this processor can run, best first; the last one is null.
const Kernels* const* all_cpu_kernels();

}  // namespace progan
