#include "core/kernels/training_convolution.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <new>

namespace progan {
namespace {

/// Channels whose products are computed for one run of tiles before they are transformed back.
constexpr int kGroup = 128;
/// Floats of points that should stay in a core's cache.
constexpr int kCachedFloats = 160000;
constexpr int kMinTiles = 24, kMaxTiles = 240;
/// Smaller maps use smaller tiles, because there reading the weights dominates.
constexpr int kMaxSmallTileSide = 8;
/// Runs of tiles per thread at least, so that a thread whose core is taken holds the others up less.
constexpr int kRunsPerThread = 2;

std::size_t size_of(int value) {
    return static_cast<std::size_t>(value);
}

/// From one point's floats to the next's: where many points are written at once, none may fall on the same
/// lines of the cache as the others.
std::ptrdiff_t apart(std::ptrdiff_t floats) {
    constexpr std::ptrdiff_t kConflicting = 256;  // 1 KiB
    return floats % kConflicting == 0 ? floats + kLanes : floats;
}

/// Memory that is kept from call to call by the thread that uses it.
class Scratch {
  public:
    /// At least `count` floats, aligned to 64 bytes, uninitialized.
    float* grow(std::size_t count) {
        if (count > size_) {
            values_.reset(static_cast<float*>(::operator new(count * sizeof(float), kAligned)));
            size_ = count;
        }
        return values_.get();
    }

  private:
    static constexpr std::align_val_t kAligned{64};
    struct Free {
        void operator()(float* values) const { ::operator delete(values, kAligned); }
    };
    std::unique_ptr<float, Free> values_;
    std::size_t size_ = 0;
};

const TrainingTransform& transform_of(const TrainingKernels& kernels, Form form, int side) {
    if (form == Form::upsampling) return kernels.upsample;
    if (form == Form::downsampling) return kernels.downsample;
    return side <= kMaxSmallTileSide ? kernels.small_tiles : kernels.large_tiles;
}

/// The tiles of a batch, numbered consecutively.
struct Tiles {
    int per_side, images;
    int per_image() const { return per_side * per_side; }
    int all() const { return images * per_image(); }

    struct Place {
        int image, y, x;  ///< y and x in tiles
    };
    Place place(int tile) const {
        const int in_image = tile % per_image();
        return {tile / per_image(), in_image / per_side, in_image % per_side};
    }
};

GatedMap image_of(const GatedFeatures& features, int image, float slope) {
    const std::ptrdiff_t pixels = std::ptrdiff_t{features.side} * features.side;
    const int lanes = padded(features.channels);
    const auto at = [&](const float* from, std::ptrdiff_t step) {
        return from == nullptr ? nullptr : from + image * pixels * step;
    };
    return {at(features.values, lanes),
            at(features.gates, lanes),
            at(features.scales, 1),
            features.side,
            lanes,
            slope};
}

/// Copies the kernels from one input to kLanes outputs, as convolve() applies them: taps[3 * 3][kLanes].
void read_taps(const ConvolutionWeight& weight, int input, int first_output, float* taps) {
    const int outputs = std::min(kLanes, weight.channels_made() - first_output);
    std::memset(taps, 0, sizeof(float) * 9 * kLanes);
    for (int b = 0; b < outputs; ++b) {
        const std::ptrdiff_t o = weight.transposed ? input : first_output + b,
                             i = weight.transposed ? first_output + b : input;
        const float* from = weight.values + (o * weight.in + i) * 9;
        for (int k = 0; k < 9; ++k) taps[k * kLanes + b] = weight.scale * from[weight.transposed ? 8 - k : k];
    }
}

/// The reverse of read_taps().
void write_taps(const ConvolutionWeight& weight, int input, int first_output, const float* taps, float* to) {
    const int outputs = std::min(kLanes, weight.channels_made() - first_output);
    for (int b = 0; b < outputs; ++b) {
        const std::ptrdiff_t o = weight.transposed ? input : first_output + b,
                             i = weight.transposed ? first_output + b : input;
        float* row = to + (o * weight.in + i) * 9;
        for (int k = 0; k < 9; ++k) row[weight.transposed ? 8 - k : k] = weight.scale * taps[k * kLanes + b];
    }
}

/// Where the weights' points lie: [point][panel][depth][columns] slots, or, where products are summed over
/// the points, [panel][point][depth][columns], so that one product sums them.
struct Panels {
    int width, points, depth, outputs;
    bool summed;

    int columns(int first) const { return std::min(width, outputs - first); }
    /// Of the panel that holds this column.
    std::ptrdiff_t at(int point, int first) const {
        if (summed) return (std::ptrdiff_t{first} * points + std::ptrdiff_t{point} * columns(first)) * depth;
        return point * apart(std::ptrdiff_t{outputs} * depth) + std::ptrdiff_t{first} * depth;
    }
    /// From one point of the panel to the next.
    std::ptrdiff_t point_step(int first) const { return at(1, first) - at(0, first); }
    std::size_t size() const {
        return size_of(points) * static_cast<std::size_t>(apart(std::ptrdiff_t{outputs} * depth));
    }
};

void transform_weights(const TrainingKernels& kernels, const TrainingTransform& transform, ThreadPool& pool,
                       const ConvolutionWeight& weight, const Panels& panels, float* to) {
    pool.run(panels.outputs / kLanes, [&](std::ptrdiff_t block, int) {
        alignas(64) float taps[9 * kLanes];
        const int column = static_cast<int>(block) * kLanes, first = column / panels.width * panels.width;
        const int columns = panels.columns(first);
        for (int input = 0; input < panels.depth * kernels.per_slot; ++input) {
            if (input < weight.channels_read())
                read_taps(weight, input, column, taps);
            else
                std::memset(taps, 0, sizeof taps);
            const std::ptrdiff_t row = input / kernels.per_slot;
            transform.weight_points(taps, input % kernels.per_slot,
                                    to + panels.at(0, first) + row * columns + (column - first),
                                    panels.point_step(first));
        }
    });
}

Panels panels_of(const TrainingKernels& kernels, const TrainingTransform& transform,
                 const ConvolutionWeight& weight) {
    return {kernels.products.panel, transform.points, padded(weight.channels_read()) / kernels.per_slot,
            padded(weight.channels_made()), transform.products != transform.points};
}

/// Tiles that a thread takes at a time.
int run_length(int tiles, int floats_per_tile, int threads) {
    const int cached = std::clamp(kCachedFloats / floats_per_tile, kMinTiles, kMaxTiles);
    const int even = (tiles + threads * kRunsPerThread - 1) / (threads * kRunsPerThread);
    return std::max(1, std::min(cached, even));
}

struct Convolving {
    const TrainingKernels& kernels;
    const TrainingTransform& transform;
    const GatedFeatures& features;
    const ConvolutionResult& result;
    float slope;
    Panels panels;
    const float* weights;
    const float* bias;  ///< padded
    float* squares;     ///< [group][pixel], or null
    Tiles tiles;
    int made, side, lanes;  ///< channels, side and padded channels of the results

    std::ptrdiff_t pixels() const { return std::ptrdiff_t{side} * side * features.count; }

    void gather(int first, int count, float* points) const {
        const int depth = panels.depth;
        for (int tile = first; tile < first + count; ++tile) {
            const auto [image, y, x] = tiles.place(tile);
            const GatedMap map = image_of(features, image, slope);
            const std::ptrdiff_t index = tile - first;
            if (panels.summed)
                transform.gather(map, y, x, points + index * depth * panels.points, depth);
            else
                transform.gather(map, y, x, points + index * depth, apart(std::ptrdiff_t{count} * depth));
        }
    }

    void multiply(const float* points, int count, int first_channel, int channels, float* products) const {
        const int depth = panels.depth;
        for (int point = 0; point < transform.products; ++point)
            for (int column = 0; column < channels; column += panels.width) {
                const float* panel = weights + panels.at(point, first_channel + column);
                const int columns = std::min(panels.width, channels - column);
                float* to = products + point * apart(std::ptrdiff_t{count} * channels) + column;
                if (panels.summed)
                    kernels.multiply(points, std::ptrdiff_t{depth} * panels.points, count, panel,
                                     depth * panels.points, columns, to, channels);
                else
                    kernels.multiply(points + point * apart(std::ptrdiff_t{count} * depth), depth, count,
                                     panel, depth, columns, to, channels);
            }
    }

    /// Of a tile's first result.
    std::ptrdiff_t pixel_of(int tile) const {
        const auto [image, y, x] = tiles.place(tile);
        return (std::ptrdiff_t{image} * side + std::ptrdiff_t{y} * transform.outputs) * side +
               std::ptrdiff_t{x} * transform.outputs;
    }

    void scatter(const float* products, int first, int count, int group, int channels) const {
        for (int tile = first; tile < first + count; ++tile, products += channels) {
            const std::ptrdiff_t pixel = pixel_of(tile), at = pixel * lanes + group * kGroup;
            transform.scatter(
                products, apart(std::ptrdiff_t{count} * channels), channels,
                {result.values + at, bias + group * kGroup,
                 result.gates == nullptr ? nullptr : result.gates + at, std::ptrdiff_t{side} * lanes, lanes,
                 squares == nullptr ? nullptr : squares + group * pixels() + pixel, side,
                 squares != nullptr && result.norm.before_activation ? 1.0f : slope});
        }
    }

    void normalize_backward(int first, int count) const {
        for (int tile = first; tile < first + count; ++tile)
            for (int row = 0; row < transform.outputs; ++row) {
                const std::ptrdiff_t pixel = pixel_of(tile) + std::ptrdiff_t{row} * side;
                const float* values = result.normalized_values + pixel * lanes;
                kernels.normalize_backward(
                    {values, values, result.normalized_scales + pixel, side, lanes, slope, result.norm},
                    transform.outputs, made, result.values + pixel * lanes);
            }
    }

    void run(int first, int count) const {
        thread_local Scratch kept_points, kept_products;
        float* points = kept_points.grow(
            size_of(panels.points) * static_cast<std::size_t>(apart(std::ptrdiff_t{count} * panels.depth)));
        float* products = kept_products.grow(
            size_of(transform.products) *
            static_cast<std::size_t>(std::ptrdiff_t{count} * std::min(kGroup, lanes) + kLanes));
        gather(first, count, points);
        for (int group = 0; group * kGroup < lanes; ++group) {
            const int channels = std::min(kGroup, lanes - group * kGroup);
            multiply(points, count, group * kGroup, channels, products);
            scatter(products, first, count, group, channels);
        }
        if (result.normalized_values != nullptr) normalize_backward(first, count);
    }

    void finish_scales(ThreadPool& pool) const {
        const std::ptrdiff_t all = pixels();
        const int groups = (lanes + kGroup - 1) / kGroup, parts = pool.size();
        pool.run(parts, [&](std::ptrdiff_t part, int) {
            for (std::ptrdiff_t i = all * part / parts; i < all * (part + 1) / parts; ++i) {
                float sum = squares[i];
                for (int group = 1; group < groups; ++group) sum += squares[group * all + i];
                result.norm_scales[i] = 1 / (std::sqrt(sum / static_cast<float>(made) + result.norm_epsilon) +
                                             result.norm.epsilon_outside_root);
            }
        });
    }
};

/// What convolve() does once the weights are transformed.
void convolve_prepared(const TrainingKernels& kernels, ThreadPool& pool, Form form,
                       const GatedFeatures& features, const Panels& panels, const float* weights, int made,
                       float slope, const ConvolutionResult& result) {
    thread_local Scratch kept_bias, kept_squares;
    const TrainingTransform& transform = transform_of(kernels, form, features.side);
    const int lanes = padded(made), side = result_side(form, features.side);
    float* bias = kept_bias.grow(size_of(lanes));
    std::fill(bias, bias + lanes, 0.0f);
    if (result.bias != nullptr) std::copy(result.bias, result.bias + made, bias);
    const std::size_t groups = size_of((lanes + kGroup - 1) / kGroup);
    float* squares = nullptr;
    if (result.norm_scales != nullptr)
        squares = kept_squares.grow(groups * size_of(features.count) * size_of(side) * size_of(side));

    const Tiles tiles{features.side / transform.step, features.count};
    const Convolving convolving{kernels, transform, features, result, slope, panels, weights,
                                bias,    squares,   tiles,    made,   side,  lanes};
    const int run = run_length(tiles.all(), panels.points * panels.depth, pool.size());
    pool.run((tiles.all() + run - 1) / run, [&](std::ptrdiff_t item, int) {
        const int first = static_cast<int>(item) * run;
        convolving.run(first, std::min(run, tiles.all() - first));
    });
    if (squares != nullptr) convolving.finish_scales(pool);
}

/// The features whose pixels are summed for the gradient by the bias.
enum class BiasFrom { nothing, left, right };

/// For the gradient by a weight: the products of what a convolution reads, on the left, with the gradient by
/// what it makes, on the right, by the points of their tiles.
struct TileProducts {
    const TrainingKernels& kernels;
    const TrainingTransform& transform;
    const GatedFeatures &left, &right;
    float slope;
    Tiles tiles;
    int rows, columns;  ///< padded channels of left and right
    BiasFrom bias;

    std::ptrdiff_t point_size() const { return apart(std::ptrdiff_t{rows} * columns); }
    std::ptrdiff_t size() const { return transform.points * point_size(); }
    int bias_lanes() const { return bias == BiasFrom::left ? rows : columns; }

    void gather(int first, int count, float* left_points, std::ptrdiff_t left_step, float* right_points,
                std::ptrdiff_t right_step, float* bias_sums) const {
        float* left_sums = bias == BiasFrom::left ? bias_sums : nullptr;
        float* right_sums = bias == BiasFrom::right ? bias_sums : nullptr;
        for (int tile = first; tile < first + count; ++tile) {
            const auto [image, y, x] = tiles.place(tile);
            const std::ptrdiff_t slot = (tile - first) / kernels.per_slot;
            const int part = (tile - first) % kernels.per_slot;
            transform.gather_part(image_of(left, image, slope), y, x, part, left_points + slot * rows,
                                  left_step, left_sums);
            transform.gather_results(image_of(right, image, slope), y, x, part, right_points + slot * columns,
                                     right_step, right_sums);
        }
    }

    /// Of the tiles from begin to end: sums[point][row][column], and bias_sums.
    void sum(int begin, int end, float* sums, float* bias_sums) const {
        thread_local Scratch kept_left, kept_right;
        std::fill(sums, sums + size(), 0.0f);
        std::fill(bias_sums, bias_sums + bias_lanes(), 0.0f);
        const int points = transform.points, per_slot = kernels.per_slot;
        const int run = std::min(
            end - begin,
            std::clamp(kCachedFloats / (points * (rows + columns)) * per_slot, kMinTiles, kMaxTiles));
        float* left_points = kept_left.grow(size_of(points) * size_of(run * rows + kLanes));
        float* right_points = kept_right.grow(size_of(points) * size_of(run * columns + kLanes));
        for (int first = begin; first < end; first += run) {
            const int count = std::min(run, end - first), slots = (count + per_slot - 1) / per_slot;
            const std::ptrdiff_t left_step = apart(std::ptrdiff_t{slots} * rows),
                                 right_step = apart(std::ptrdiff_t{slots} * columns);
            gather(first, count, left_points, left_step, right_points, right_step, bias_sums);
            for (int point = 0; point < points; ++point)
                kernels.add_outer_products(left_points + point * left_step, rows,
                                           right_points + point * right_step, columns, slots, rows, columns,
                                           sums + point * point_size(), columns);
        }
    }

    /// From the sums of all parts to one row of the gradient.
    void write(int row, const float* sums, int parts, const ConvolutionWeight& weight,
               float* gradient) const {
        alignas(64) float points[36 * kLanes], taps[9 * kLanes];
        for (int column = 0; column < columns; column += kLanes) {
            for (int point = 0; point < transform.points; ++point) {
                const float* from = sums + point * point_size() + std::ptrdiff_t{row} * columns + column;
                for (int lane = 0; lane < kLanes; ++lane) {
                    float sum = from[lane];
                    for (int part = 1; part < parts; ++part) sum += from[part * size() + lane];
                    points[point * kLanes + lane] = sum;
                }
            }
            transform.weight_taps(points, kLanes, taps);
            write_taps(weight, row, column, taps, gradient);
        }
    }
};

}  // namespace

Form transposed(Form form) {
    switch (form) {
        case Form::upsampling:
            return Form::downsampling;
        case Form::downsampling:
            return Form::upsampling;
        case Form::same:
            break;
    }
    return Form::same;
}

int result_side(Form form, int side) {
    return form == Form::upsampling ? 2 * side : form == Form::downsampling ? side / 2 : side;
}

struct PreparedWeight::Contents {
    const TrainingKernels& kernels;
    Form form;
    int side, made;
    Panels panels;
    Scratch memory;
    const float* weights;
};

PreparedWeight::PreparedWeight(const TrainingKernels& kernels, ThreadPool& pool, Form form, int side,
                               const ConvolutionWeight& weight)
    : contents_(new Contents{kernels,
                             form,
                             side,
                             weight.channels_made(),
                             panels_of(kernels, transform_of(kernels, form, side), weight),
                             {},
                             nullptr}) {
    update(pool, weight);
}
void PreparedWeight::update(ThreadPool& pool, const ConvolutionWeight& weight) {
    Contents& to = *contents_;
    float* weights = to.memory.grow(to.panels.size());
    transform_weights(to.kernels, transform_of(to.kernels, to.form, to.side), pool, weight, to.panels,
                      weights);
    to.weights = weights;
}
PreparedWeight::~PreparedWeight() = default;
PreparedWeight::PreparedWeight(PreparedWeight&&) noexcept = default;
PreparedWeight& PreparedWeight::operator=(PreparedWeight&&) noexcept = default;

void convolve(const TrainingKernels& kernels, ThreadPool& pool, const GatedFeatures& features,
              const PreparedWeight& weight, float slope, const ConvolutionResult& result) {
    const PreparedWeight::Contents& prepared = *weight.contents_;
    convolve_prepared(kernels, pool, prepared.form, features, prepared.panels, prepared.weights,
                      prepared.made, slope, result);
}

void convolve(const TrainingKernels& kernels, ThreadPool& pool, Form form, const GatedFeatures& features,
              const ConvolutionWeight& weight, float slope, const ConvolutionResult& result) {
    thread_local Scratch kept_weights;
    const TrainingTransform& transform = transform_of(kernels, form, features.side);
    const Panels panels = panels_of(kernels, transform, weight);
    float* weights = kept_weights.grow(panels.size());
    transform_weights(kernels, transform, pool, weight, panels, weights);
    convolve_prepared(kernels, pool, form, features, panels, weights, weight.channels_made(), slope, result);
}

void weight_gradient(const TrainingKernels& kernels, ThreadPool& pool, Form form,
                     const GatedFeatures& features, const GatedFeatures& gradient,
                     const ConvolutionWeight& weight, float slope, float* weight_gradient,
                     float* bias_gradient) {
    // Downsampling is the transpose of upsampling: features and gradient exchange their places.
    const bool exchanged = form == Form::downsampling;
    const GatedFeatures &read = exchanged ? gradient : features, &made = exchanged ? features : gradient;
    ConvolutionWeight oriented = weight;
    oriented.transposed = weight.transposed != exchanged;
    const TrainingTransform& transform =
        transform_of(kernels, exchanged ? Form::upsampling : form, read.side);
    const Tiles tiles{read.side / transform.step, read.count};
    const TileProducts products{kernels,
                                transform,
                                read,
                                made,
                                slope,
                                tiles,
                                padded(read.channels),
                                padded(made.channels),
                                bias_gradient == nullptr ? BiasFrom::nothing
                                : exchanged              ? BiasFrom::left
                                                         : BiasFrom::right};

    // Each part of the tiles is summed by itself, and the parts in their order, so that results are the same
    // every time.
    const int parts = std::max(1, std::min(pool.size(), tiles.all()));
    thread_local Scratch kept_sums, kept_biases;
    float* sums = kept_sums.grow(size_of(parts) * static_cast<std::size_t>(products.size()));
    float* biases = kept_biases.grow(size_of(parts) * size_of(products.bias_lanes()));
    pool.run(parts, [&](std::ptrdiff_t part, int) {
        const int begin = static_cast<int>(std::ptrdiff_t{tiles.all()} * part / parts);
        const int end = static_cast<int>(std::ptrdiff_t{tiles.all()} * (part + 1) / parts);
        products.sum(begin, end, sums + part * products.size(), biases + part * products.bias_lanes());
    });
    pool.run(oriented.channels_read(), [&](std::ptrdiff_t input, int) {
        products.write(static_cast<int>(input), sums, parts, oriented, weight_gradient);
    });
    if (bias_gradient == nullptr) return;
    for (int channel = 0; channel < weight.channels_made(); ++channel) {
        bias_gradient[channel] = biases[channel];
        for (int part = 1; part < parts; ++part)
            bias_gradient[channel] += biases[part * products.bias_lanes() + channel];
    }
}

}  // namespace progan
