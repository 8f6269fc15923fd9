// One 3x3 convolution of the generator (padding 1, optionally after upsampling by 2) with bias, leaky ReLU
// and pixel norm, on the CPU: tiles are transformed to points, multiplied there by weights that were
// transformed once, and transformed back (kernels.h). Immutable after construction.
#pragma once

#include <span>
#include <vector>

#include "core/kernels/kernels.h"
#include "core/kernels/padding.h"
#include "core/kernels/thread_pool.h"
#include "core/model/spec.h"
#include "core/support/aligned_buffer.h"

namespace progan {

/// The feature maps of `count` images, one after another.
struct Features {
    AlignedBuffer values;  ///< [count][side][side][padded(channels)]
    AlignedBuffer scales;  ///< [count][side][side]
    int count = 0, side = 0, channels = 0;

    /// Allocates the memory for maps of this size.
    void resize(int new_count, int new_side, int new_channels);
    std::size_t pixels() const {
        return static_cast<std::size_t>(count * side) * static_cast<std::size_t>(side);
    }
    FeatureMap image(int index) const;
};

/// Scratch memory shared by the layers of a network.
struct Workspace {
    struct OfThread {
        AlignedBuffer points, products;
    };
    std::vector<OfThread> threads;
    AlignedBuffer points;   ///< of a whole layer, if threads share its channels
    AlignedBuffer squares;  ///< [group of channels][pixel]
};

/// Pixel norm's factor for a mean of squares, as the spec defines it.
float norm_scale(const ModelSpec& spec, float mean_square);

class Convolution {
  public:
    enum class Input { same, upsampled };

    /// weight [out][in][3][3], equalized scale folded in; bias [out]. `side` is that of the input maps.
    Convolution(const Kernels& kernels, ThreadPool& pool, const ModelSpec& spec, Input input, int side,
                int in, int out, std::span<const float> weight, std::span<const float> bias);

    /// in (maps of the size given at construction) -> out.
    void run(ThreadPool& pool, Workspace& workspace, const Features& in, Features& out) const;

    int output_side() const;

  private:
    struct Tiles;
    struct Division;

    int points() const { return transform_.reach * transform_.reach; }
    std::ptrdiff_t panel_at(int point, int first_column) const;
    void gather(const Features& in, const Tiles& tiles, int first, int count, float* points,
                std::ptrdiff_t point_stride) const;
    void multiply(const float* points, std::ptrdiff_t point_stride, int tiles, int group, float* products,
                  std::ptrdiff_t product_stride) const;
    void scatter(const float* products, std::ptrdiff_t product_stride, const Tiles& tiles, int first,
                 int count, int group, Features& out, float* squares) const;
    void finish_scales(ThreadPool& pool, const float* squares, Features& out) const;
    Division divide(int tiles, int threads) const;
    int groups() const;
    int group_channels(int group) const;

    const Kernels& kernels_;
    const ModelSpec& spec_;
    TileTransform transform_;
    Input input_;
    int side_, in_, out_;
    AlignedBuffer weights_;  ///< [point][panel][padded in][columns]
    AlignedBuffer bias_;     ///< [padded out]
};

}  // namespace progan
