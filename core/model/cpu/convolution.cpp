#include "core/model/cpu/convolution.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace progan {
namespace {

/// Channels whose products are computed for one run of tiles before they are transformed back: these should
/// stay in cache.
constexpr int kGroup = 128;
/// Tiles processed at a time: their points should stay in cache, but more tiles share the cost of reading the
/// weights.
constexpr int kCachedFloats = 300000;
constexpr int kMinTiles = 48, kMaxTiles = 240, kMinSharedTiles = 12;
/// Smaller maps use smaller tiles, because there reading the weights dominates.
constexpr int kMaxSmallTileSide = 8;

/// G of W = G w G^T: transforms a kernel's row or column to points.
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
        const double near = std::sqrt(0.5), far = std::sqrt(2.0);  // LargeTiles interpolates there
        points[0] = w[0];
        points[1] = -2 * (w[0] + near * w[1] + w[2] / 2) / 3;
        points[2] = -2 * (w[0] - near * w[1] + w[2] / 2) / 3;
        points[3] = (w[0] + far * w[1] + 2 * w[2]) / 6;
        points[4] = (w[0] - far * w[1] + 2 * w[2]) / 6;
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

/// The tiles of all images of a layer's input, numbered consecutively.
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
      transform_(input == Input::upsampled   ? kernels.upsample
                 : side <= kMaxSmallTileSide ? kernels.small_tiles
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
                    weights_.data()[panel_at(y * reach + x, first) + i * columns + (o - first)] =
                        static_cast<float>(column[y]);
                }
            }
        }
    });
}

int Convolution::output_side() const {
    return input_ == Input::upsampled ? 2 * side_ : side_;
}

/// Offset in the weights of the panel that starts at a column (a multiple of the panel's width).
std::ptrdiff_t Convolution::panel_at(int point, int first_column) const {
    return (std::ptrdiff_t{point} * padded(out_) + first_column) * padded(in_);
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
                              weights_.data() + panel_at(point, group * kGroup + column), padded(in_),
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

/// The part of the work that a thread takes at a time.
struct Convolution::Division {
    bool by_channels;  ///< threads share a run of tiles, each with its own channels
    int run;           ///< tiles
};

Convolution::Division Convolution::divide(int tiles, int threads) const {
    const int cached = std::clamp(kCachedFloats / (points() * padded(in_)), kMinTiles, kMaxTiles);
    const int even = (tiles + threads - 1) / threads;
    if (groups() == 1 || even >= kMinTiles) {
        const int runs_a_thread = (even + cached - 1) / cached;
        return {false, (even + runs_a_thread - 1) / runs_a_thread};
    }
    // With few tiles, each weight should be read by few threads.
    const int runs = std::clamp((threads + groups() - 1) / groups(), 1, std::max(1, tiles / kMinSharedTiles));
    return {true, (tiles + runs - 1) / runs};
}

void Convolution::run(ThreadPool& pool, Workspace& workspace, const Features& in, Features& out) const {
    out.resize(in.count, output_side(), out_);
    const Tiles tiles{side_ / transform_.step, in.count};
    const Division division = divide(tiles.all(), pool.size());
    const int runs = (tiles.all() + division.run - 1) / division.run;
    const auto pixels = static_cast<std::ptrdiff_t>(out.pixels());
    workspace.squares.grow(static_cast<std::size_t>(pixels * groups()));
    workspace.threads.resize(static_cast<std::size_t>(pool.size()));
    const std::ptrdiff_t depth = padded(in_);
    for (Workspace::OfThread& own : workspace.threads) {
        own.products.grow(static_cast<std::size_t>(points() * division.run * group_channels(0)));
        if (!division.by_channels) own.points.grow(static_cast<std::size_t>(points() * division.run * depth));
    }
    const auto count_of = [&](int first) { return std::min(division.run, tiles.all() - first); };
    const auto take_back = [&](const float* points, std::ptrdiff_t point_stride, int first, int group,
                               int thread) {
        const std::ptrdiff_t stride = std::ptrdiff_t{count_of(first)} * group_channels(group);
        float* products = workspace.threads[static_cast<std::size_t>(thread)].products.data();
        multiply(points, point_stride, count_of(first), group, products, stride);
        scatter(products, stride, tiles, first, count_of(first), group, out,
                workspace.squares.data() + std::ptrdiff_t{group} * pixels);
    };
    if (!division.by_channels) {
        pool.run(runs, [&](std::ptrdiff_t item, int thread) {
            float* points = workspace.threads[static_cast<std::size_t>(thread)].points.data();
            const int first = static_cast<int>(item) * division.run;
            const std::ptrdiff_t stride = count_of(first) * depth;
            gather(in, tiles, first, count_of(first), points, stride);
            for (int group = 0; group < groups(); ++group) take_back(points, stride, first, group, thread);
        });
    } else {
        const std::ptrdiff_t stride = tiles.all() * depth;
        workspace.points.grow(static_cast<std::size_t>(points() * stride));
        pool.run(tiles.all(), [&](std::ptrdiff_t tile, int) {
            gather(in, tiles, static_cast<int>(tile), 1, workspace.points.data() + tile * depth, stride);
        });
        pool.run(runs * groups(), [&](std::ptrdiff_t item, int thread) {
            const int first = static_cast<int>(item) / groups() * division.run;
            take_back(workspace.points.data() + first * depth, stride, first,
                      static_cast<int>(item) % groups(), thread);
        });
    }
    finish_scales(pool, workspace.squares.data(), out);
}

/// Pixel norm's factors from the groups' sums of squares.
void Convolution::finish_scales(ThreadPool& pool, const float* squares, Features& out) const {
    const auto pixels = static_cast<std::ptrdiff_t>(out.pixels());
    constexpr std::ptrdiff_t kPixels = 16384;
    const auto channels = static_cast<float>(out_);
    pool.run((pixels + kPixels - 1) / kPixels, [&](std::ptrdiff_t item, int) {
        float* scales = out.scales.data();
        const std::ptrdiff_t first = item * kPixels, end = std::min(pixels, first + kPixels);
        if (spec_.norm_placement == NormPlacement::none) {
            std::fill(scales + first, scales + end, 1.0f);
            return;
        }
        std::copy(squares + first, squares + end, scales + first);
        for (int group = 1; group < groups(); ++group)
            for (std::ptrdiff_t i = first; i < end; ++i) scales[i] += squares[group * pixels + i];
        for (std::ptrdiff_t i = first; i < end; ++i) scales[i] = norm_scale(spec_, scales[i] / channels);
    });
}

}  // namespace progan
