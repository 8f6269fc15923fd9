#include "core/model/cpu/convolution.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace progan {
namespace {

/// Channels whose products of one run of tiles are made before they are taken back: they should stay in
/// cache.
constexpr int kGroup = 128;
/// Tiles that are worked on at a time: their points should stay in cache, but each tile also shares the cost
/// of reading the weights.
constexpr std::ptrdiff_t kCachedFloats = 300000;
constexpr int kFewestTiles = 48, kMostTiles = 240;
/// Smaller maps take smaller tiles: there, reading the weights is what takes time.
constexpr int kLargestSmallTileSide = 8;

/// G of W = G w G^T: a kernel's row or column to a transform's points.
void weight_points(const TileTransform& transform, bool upsampled, const std::array<double, 3>& w,
                   double* points) {
    if (upsampled) {
        points[0] = w[0];
        points[1] = w[0] + w[1] + w[2];
        points[2] = w[2];
    } else if (transform.reach == 4) {
        points[0] = w[0];
        points[1] = (w[0] + w[1] + w[2]) / 2;
        points[2] = (w[0] - w[1] + w[2]) / 2;
        points[3] = w[2];
    } else {
        points[0] = w[0] / 4;
        points[1] = -(w[0] + w[1] + w[2]) / 6;
        points[2] = -(w[0] - w[1] + w[2]) / 6;
        points[3] = (w[0] + 2 * w[1] + 4 * w[2]) / 24;
        points[4] = (w[0] - 2 * w[1] + 4 * w[2]) / 24;
        points[5] = w[2];
    }
}

}  // namespace

void Features::resize(int new_count, int new_side, int new_channels) {
    count = new_count;
    side = new_side;
    channels = new_channels;
    values.grow(pixels() * static_cast<std::size_t>(padded(channels)));
    scales.grow(pixels());
}

FeatureMap Features::image(int index) const {
    const std::ptrdiff_t first = std::ptrdiff_t{index} * side * side;
    const int lanes = padded(channels);
    return {values.data() + first * lanes, scales.data() + first, side, side, lanes};
}

float norm_scale(const ModelSpec& spec, float mean_square) {
    const auto epsilon = static_cast<float>(spec.norm_epsilon);
    if (spec.epsilon_inside_root) return 1 / std::sqrt(mean_square + epsilon);
    return 1 / (std::sqrt(mean_square) + epsilon);
}

/// The tiles of all images of a layer's input, counted through.
struct Convolution::Tiles {
    int a_side, images;
    int a_image() const { return a_side * a_side; }
    int all() const { return images * a_image(); }
    struct Place {
        int image, y, x;
    };
    Place place(int tile) const { return {tile / a_image(), tile % a_image() / a_side, tile % a_side}; }
};

Convolution::Convolution(const Kernels& kernels, ThreadPool& pool, const ModelSpec& spec, Input input,
                         int side, int in, int out, std::span<const float> weight,
                         std::span<const float> bias)
    : kernels_(kernels),
      spec_(spec),
      transform_(input == Input::upsampled       ? kernels.upsample
                 : side <= kLargestSmallTileSide ? kernels.small_tiles
                                                 : kernels.large_tiles),
      input_(input),
      side_(side),
      in_(in),
      out_(out),
      weights_(static_cast<std::size_t>(points()) * static_cast<std::size_t>(padded(in)) *
               static_cast<std::size_t>(padded(out))),
      bias_(static_cast<std::size_t>(padded(out))) {
    weights_.fill_with_zeros();
    bias_.fill_with_zeros();
    std::copy(bias.begin(), bias.end(), bias_.data());
    const int reach = transform_.reach;
    pool.run(out, [&](std::ptrdiff_t o, int) {
        for (int i = 0; i < in; ++i) {
            const float* w = weight.data() + (o * in + i) * 9;
            double rows[3][6] = {}, column[6] = {};
            for (int y = 0; y < 3; ++y)
                weight_points(transform_, input_ == Input::upsampled, {w[3 * y], w[3 * y + 1], w[3 * y + 2]},
                              rows[y]);
            for (int x = 0; x < reach; ++x) {
                weight_points(transform_, input_ == Input::upsampled, {rows[0][x], rows[1][x], rows[2][x]},
                              column);
                for (int y = 0; y < reach; ++y) {
                    const int first = static_cast<int>(o) / kernels_.panel * kernels_.panel;
                    const int columns = std::min(kernels_.panel, padded(out_) - first);
                    const_cast<float*>(panel(y * reach + x, first))[i * columns + (o - first)] =
                        static_cast<float>(column[y]);
                }
            }
        }
    });
}

int Convolution::output_side() const {
    return input_ == Input::upsampled ? 2 * side_ : side_;
}

/// The panel that begins at a column (a multiple of the panel's width).
const float* Convolution::panel(int point, int first_column) const {
    return weights_.data() + (std::ptrdiff_t{point} * padded(out_) + first_column) * padded(in_);
}

int Convolution::groups() const {
    return (padded(out_) + kGroup - 1) / kGroup;
}

int Convolution::group_channels(int group) const {
    return std::min(kGroup, padded(out_) - group * kGroup);
}

void Convolution::gather(const Features& in, const Tiles& tiles, int first, int count, float* points,
                         std::ptrdiff_t point_stride) const {
    for (int tile = first; tile < first + count; ++tile) {
        const Tiles::Place at = tiles.place(tile);
        transform_.gather(in.image(at.image), at.y, at.x, points, point_stride);
        points += padded(in_);
    }
}

void Convolution::multiply(const float* points, std::ptrdiff_t point_stride, int tiles, int group,
                           float* products, std::ptrdiff_t product_stride) const {
    const int channels = group_channels(group);
    for (int point = 0; point < this->points(); ++point)
        for (int column = 0; column < channels; column += kernels_.panel)
            kernels_.multiply(points + point * point_stride, padded(in_), tiles,
                              panel(point, group * kGroup + column), padded(in_),
                              std::min(kernels_.panel, channels - column),
                              products + point * product_stride + column, channels);
}

void Convolution::scatter(const float* products, std::ptrdiff_t product_stride, const Tiles& tiles, int first,
                          int count, int group, Features& out, float* squares) const {
    const int channels = group_channels(group), lanes = padded(out_);
    const Activation activation{bias_.data() + group * kGroup, static_cast<float>(spec_.leaky_slope),
                                spec_.norm_placement == NormPlacement::before_activation};
    for (int tile = first; tile < first + count; ++tile) {
        const Tiles::Place at = tiles.place(tile);
        const std::ptrdiff_t pixel =
            (std::ptrdiff_t{at.image} * out.side + at.y * transform_.outputs) * out.side +
            at.x * transform_.outputs;
        transform_.scatter(products, product_stride, channels, activation,
                           {out.values.data() + pixel * lanes + group * kGroup,
                            std::ptrdiff_t{out.side} * lanes, lanes, squares + pixel, out.side});
        products += channels;
    }
}

void Convolution::run(ThreadPool& pool, Workspace& workspace, const Features& in, Features& out) const {
    out.resize(in.count, output_side(), out_);
    const Tiles tiles{side_ / transform_.step, in.count};
    const std::size_t pixels = out.pixels();
    workspace.squares.grow(pixels * static_cast<std::size_t>(groups()));
    workspace.threads.resize(static_cast<std::size_t>(pool.size()));
    const auto squares_of = [&](int group) {
        return workspace.squares.data() + static_cast<std::size_t>(group) * pixels;
    };
    const std::ptrdiff_t depth = padded(in_);
    int run = static_cast<int>(kCachedFloats / (points() * depth));
    run = std::clamp(run, kFewestTiles, kMostTiles);
    const bool share_channels = tiles.all() < run * pool.size();
    if (share_channels) run = tiles.all();
    for (Workspace::OfThread& own : workspace.threads) {
        own.products.grow(static_cast<std::size_t>(points() * run * group_channels(0)));
        if (!share_channels) own.points.grow(static_cast<std::size_t>(points() * run * depth));
    }
    const auto take_back = [&](const float* points, std::ptrdiff_t point_stride, int first, int count,
                               int group, float* products) {
        const std::ptrdiff_t stride = std::ptrdiff_t{count} * group_channels(group);
        multiply(points, point_stride, count, group, products, stride);
        scatter(products, stride, tiles, first, count, group, out, squares_of(group));
    };
    if (!share_channels) {
        // Each thread takes runs of tiles all the way.
        pool.run((tiles.all() + run - 1) / run, [&](std::ptrdiff_t item, int thread) {
            Workspace::OfThread& own = workspace.threads[static_cast<std::size_t>(thread)];
            const int first = static_cast<int>(item) * run, count = std::min(run, tiles.all() - first);
            const std::ptrdiff_t stride = count * depth;
            gather(in, tiles, first, count, own.points.data(), stride);
            for (int group = 0; group < groups(); ++group)
                take_back(own.points.data(), stride, first, count, group, own.products.data());
        });
    } else {
        const std::ptrdiff_t stride = tiles.all() * depth;
        workspace.points.grow(static_cast<std::size_t>(points() * stride));
        pool.run(tiles.all(), [&](std::ptrdiff_t tile, int) {
            gather(in, tiles, static_cast<int>(tile), 1, workspace.points.data() + tile * depth, stride);
        });
        pool.run(groups(), [&](std::ptrdiff_t group, int thread) {
            take_back(workspace.points.data(), stride, 0, tiles.all(), static_cast<int>(group),
                      workspace.threads[static_cast<std::size_t>(thread)].products.data());
        });
    }
    finish_scales(pool, workspace.squares.data(), out);
}

/// Pixel norm's factors from the groups' sums of squares.
void Convolution::finish_scales(ThreadPool& pool, const float* squares, Features& out) const {
    const auto pixels = static_cast<std::ptrdiff_t>(out.pixels());
    constexpr std::ptrdiff_t kPixels = 4096;
    pool.run((pixels + kPixels - 1) / kPixels, [&](std::ptrdiff_t item, int) {
        for (std::ptrdiff_t i = item * kPixels; i < std::min(pixels, (item + 1) * kPixels); ++i) {
            float sum = 0;
            for (int group = 0; group < groups(); ++group) sum += squares[group * pixels + i];
            out.scales.data()[i] = spec_.norm_placement == NormPlacement::none
                                       ? 1.0f
                                       : norm_scale(spec_, sum / static_cast<float>(out_));
        }
    });
}

}  // namespace progan
