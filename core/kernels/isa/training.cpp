// What training computes with (training_kernels.h). Compiled once per instruction set, with PROGAN_ISA as the
// suffix of what it defines.
#include "core/kernels/training_kernels.h"

#include "core/kernels/isa/products.h"
#include "core/kernels/isa/transforms.h"

namespace progan {
namespace {

#if defined(__AVX512BF16__)
using Factors = Bfloat16;
#else
using Factors = Float32;
#endif

/// How a map is read.
enum class Reading { plain, gated, gated_and_scaled };

inline Lanes gated(const Lanes& x, const Lanes& gates, float slope) {
    Lanes result;
    for (int i = 0; i < kParts; ++i) result.part[i] = gates.part[i] > 0.0f ? x.part[i] : slope * x.part[i];
    return result;
}

/// kLanes channels of a pixel from channel c on.
template <Reading kReading>
inline Lanes read(const GatedMap& map, std::ptrdiff_t pixel, int c) {
    const std::ptrdiff_t at = pixel * map.lanes + c;
    Lanes x = load(map.values + at);
    if constexpr (kReading != Reading::plain) x = gated(x, load(map.gates + at), map.slope);
    if constexpr (kReading == Reading::gated_and_scaled) x = map.scales[pixel] * x;
    return x;
}

/// call(std::integral_constant-like tag) with the way this map is read, as a constant.
template <Reading kReading>
struct As {
    static constexpr Reading kHow = kReading;
};
template <typename Call>
inline void by_reading(const GatedMap& map, const Call& call) {
    if (map.gates == nullptr)
        call(As<Reading::plain>{});
    else if (map.scales == nullptr)
        call(As<Reading::gated>{});
    else
        call(As<Reading::gated_and_scaled>{});
}

// ---- tiles ----

/// put(slots, c, lanes) stores what a point has from channel c on.
template <typename Transform, Reading kReading, bool kInside, typename Put>
void gather_tile(const GatedMap& map, int tile_y, int tile_x, float* points, std::ptrdiff_t stride,
                 float* sums, const Put& put) {
    constexpr int kReach = Transform::kReach, kPoints = Transform::kPoints;
    const int top = tile_y * Transform::kStep - 1, left = tile_x * Transform::kStep - 1;
    const std::ptrdiff_t corner = std::ptrdiff_t{top} * map.side + left;
    const auto inside = [&](int i, int j) {
        return kInside || (top + i >= 0 && top + i < map.side && left + j >= 0 && left + j < map.side);
    };
    for (int c = 0; c < map.lanes; c += kLanes) {
        Lanes own = zero();
        in_both_dimensions<kReach, kPoints>(
            Transform::forward,
            [&](int i, int j) {
                if (!inside(i, j)) return zero();
                const Lanes pixel = read<kReading>(map, corner + std::ptrdiff_t{i} * map.side + j, c);
                if (i >= 1 && i <= Transform::kStep && j >= 1 && j <= Transform::kStep) own = own + pixel;
                return pixel;
            },
            [&](int i, int j, const Lanes& point) { put(points + (i * kPoints + j) * stride, c, point); });
        if (sums != nullptr) store(sums + c, load(sums + c) + own);
    }
}

template <typename Transform, typename Put>
void gather_by(const GatedMap& map, int tile_y, int tile_x, float* points, std::ptrdiff_t stride, float* sums,
               const Put& put) {
    const int top = tile_y * Transform::kStep - 1, left = tile_x * Transform::kStep - 1;
    const int reach = Transform::kReach;
    const bool inside = top >= 0 && left >= 0 && top + reach <= map.side && left + reach <= map.side;
    by_reading(map, [&](auto as) {
        if (inside)
            gather_tile<Transform, decltype(as)::kHow, true>(map, tile_y, tile_x, points, stride, sums, put);
        else
            gather_tile<Transform, decltype(as)::kHow, false>(map, tile_y, tile_x, points, stride, sums, put);
    });
}

template <typename Transform>
void gather(const GatedMap& map, int tile_y, int tile_x, float* points, std::ptrdiff_t stride) {
    gather_by<Transform>(map, tile_y, tile_x, points, stride, nullptr,
                         [](float* row, int c, const Lanes& point) { Factors::store_in_row(row, c, point); });
}

template <typename Transform>
void gather_part(const GatedMap& map, int tile_y, int tile_x, int part, float* points, std::ptrdiff_t stride,
                 float* sums) {
    gather_by<Transform>(
        map, tile_y, tile_x, points, stride, sums,
        [part](float* slots, int c, const Lanes& point) { Factors::store_part(slots + c, part, point); });
}

template <typename Transform>
void gather_results(const GatedMap& map, int tile_y, int tile_x, int part, float* points,
                    std::ptrdiff_t stride, float* sums) {
    constexpr int kOutputs = Transform::kOutputs, kPoints = Transform::kPoints;
    const std::ptrdiff_t corner =
        std::ptrdiff_t{tile_y} * kOutputs * map.side + std::ptrdiff_t{tile_x} * kOutputs;
    by_reading(map, [&](auto as) {
        for (int c = 0; c < map.lanes; c += kLanes) {
            Lanes own = zero();
            in_both_dimensions<kOutputs, kPoints>(
                Transform::adjoint,
                [&](int i, int j) {
                    const Lanes result =
                        read<decltype(as)::kHow>(map, corner + std::ptrdiff_t{i} * map.side + j, c);
                    own = own + result;
                    return result;
                },
                [&](int i, int j, const Lanes& point) {
                    Factors::store_part(points + (i * kPoints + j) * stride + c, part, point);
                });
            if (sums != nullptr) store(sums + c, load(sums + c) + own);
        }
    });
}

/// What becomes of results beside the bias.
enum class Writing { plain, gated, squared };

template <typename Transform, Writing kWriting>
void scatter_tile(const float* products, std::ptrdiff_t stride, int channels, const GatedTarget& target) {
    constexpr int kProducts = Transform::kProducts, kOutputs = Transform::kOutputs;
    Lanes squares[kOutputs][kOutputs];
    for (auto& row : squares)
        for (Lanes& pixel : row) pixel = zero();
    for (int c = 0; c < channels; c += kLanes) {
        const Lanes bias = load(target.bias + c);
        in_both_dimensions<kProducts, kOutputs>(
            Transform::inverse,
            [&](int i, int j) { return load(products + (i * kProducts + j) * stride + c); },
            [&](int i, int j, const Lanes& without_bias) {
                const std::ptrdiff_t at = i * target.row + j * target.pixel + c;
                Lanes result = without_bias + bias;
                if constexpr (kWriting == Writing::gated)
                    result = gated(result, load(target.gates + at), target.slope);
                if constexpr (kWriting == Writing::squared) {
                    const Lanes activated = leaky_relu(result, target.slope);
                    squares[i][j] = squares[i][j] + activated * activated;
                }
                store(target.values + at, result);
            });
    }
    if constexpr (kWriting == Writing::squared)
        for (int i = 0; i < kOutputs; ++i)
            for (int j = 0; j < kOutputs; ++j)
                target.squares[i * target.squares_row + j] = sum(squares[i][j]);
}

template <typename Transform>
void scatter(const float* products, std::ptrdiff_t stride, int channels, const GatedTarget& target) {
    if (target.squares != nullptr)
        scatter_tile<Transform, Writing::squared>(products, stride, channels, target);
    else if (target.gates != nullptr)
        scatter_tile<Transform, Writing::gated>(products, stride, channels, target);
    else
        scatter_tile<Transform, Writing::plain>(products, stride, channels, target);
}

template <typename Transform>
void weight_points(const float* taps, int part, float* weights, std::ptrdiff_t stride) {
    constexpr int kPoints = Transform::kPoints;
    in_both_dimensions<3, kPoints>(
        Transform::weight_points, [&](int i, int j) { return load(taps + (i * 3 + j) * kLanes); },
        [&](int i, int j, const Lanes& point) {
            Factors::store_part(weights + (i * kPoints + j) * stride, part, point);
        });
}

template <typename Transform>
void weight_taps(const float* points, std::ptrdiff_t stride, float* taps) {
    constexpr int kPoints = Transform::kPoints;
    in_both_dimensions<kPoints, 3>(
        Transform::weight_taps, [&](int i, int j) { return load(points + (i * kPoints + j) * stride); },
        [&](int i, int j, const Lanes& tap) { store(taps + (i * 3 + j) * kLanes, tap); });
}

template <typename Transform>
constexpr TrainingTransform training_transform() {
    TrainingTransform result{Transform::kStep,
                             Transform::kOutputs,
                             Transform::kPoints * Transform::kPoints,
                             Transform::kProducts * Transform::kProducts,
                             gather<Transform>,
                             gather_part<Transform>,
                             nullptr,
                             scatter<Transform>,
                             weight_points<Transform>,
                             weight_taps<Transform>};
    if constexpr (Transform::kProducts == Transform::kPoints)
        result.gather_results = gather_results<Transform>;
    return result;
}

// ---- colors ----

void from_rgb(const float* rgb, int count, int lanes, const float* weight, const float* bias,
              float* features) {
    for (int i = 0; i < count; ++i, rgb += 3, features += lanes)
        for (int c = 0; c < lanes; c += kLanes)
            store(features + c, load(bias + c) + rgb[0] * load(weight + c) +
                                    rgb[1] * load(weight + lanes + c) +
                                    rgb[2] * load(weight + 2 * lanes + c));
}

void to_rgb(const GatedMap& features, int count, const float* weight, const float* bias, float* rgb) {
    by_reading(features, [&](auto as) {
        for (int i = 0; i < count; ++i) {
            Lanes red = zero(), green = zero(), blue = zero();
            for (int c = 0; c < features.lanes; c += kLanes) {
                const Lanes x = read<decltype(as)::kHow>(features, i, c);
                red = red + x * load(weight + c);
                green = green + x * load(weight + features.lanes + c);
                blue = blue + x * load(weight + 2 * features.lanes + c);
            }
            rgb[3 * i] = sum(red) + bias[0];
            rgb[3 * i + 1] = sum(green) + bias[1];
            rgb[3 * i + 2] = sum(blue) + bias[2];
        }
    });
}

void add_rgb_products(const float* rgb, const GatedMap& features, int count, float* sums) {
    const int lanes = features.lanes;
    by_reading(features, [&](auto as) {
        for (int c = 0; c < lanes; c += kLanes) {
            Lanes total[4];
            for (int k = 0; k < 4; ++k) total[k] = load(sums + k * lanes + c);
            for (int i = 0; i < count; ++i) {
                const Lanes x = read<decltype(as)::kHow>(features, i, c);
                for (int k = 0; k < 3; ++k) total[k] = total[k] + rgb[3 * i + k] * x;
                total[3] = total[3] + x;
            }
            for (int k = 0; k < 4; ++k) store(sums + k * lanes + c, total[k]);
        }
    });
}

// With s the scale and n what was normalized, s a: the gradient by a is s (g - k n mean(g n)), where k is 1,
// or with an epsilon outside the root the root's share of 1 / s, inverted.

template <bool kBefore>
void normalize_backward_as(const GatedMap& map, int count, int channels, float* gradient) {
    for (int i = 0; i < count; ++i, gradient += map.lanes) {
        const float scale = map.scales[i];
        const float* values = map.values + std::ptrdiff_t{i} * map.lanes;
        Lanes products = zero();
        for (int c = 0; c < map.lanes; c += kLanes)
            products = products + load(gradient + c) * read<Reading::gated_and_scaled>(map, i, c);
        const float mean =
            sum(products) / static_cast<float>(channels) / (1 - map.norm.epsilon_outside_root * scale);
        for (int c = 0; c < map.lanes; c += kLanes) {
            if constexpr (kBefore) {
                const Lanes x = load(values + c), by_normalized = gated(load(gradient + c), x, map.slope);
                store(gradient + c, scale * (by_normalized - (mean * scale) * x));
            } else {
                const Lanes normalized = read<Reading::gated_and_scaled>(map, i, c);
                store(gradient + c,
                      gated(scale * (load(gradient + c) - mean * normalized), load(values + c), map.slope));
            }
        }
    }
}

void normalize_backward(const GatedMap& map, int count, int channels, float* gradient) {
    if (map.norm.before_activation)
        normalize_backward_as<true>(map, count, channels, gradient);
    else
        normalize_backward_as<false>(map, count, channels, gradient);
}

// ---- parameters ----

void adam(const float* __restrict gradients, std::ptrdiff_t count, const AdamStep& step,
          float* __restrict second_moments, float* __restrict values) {
    const float kept = step.beta2, rate = step.rate, correction = step.correction, epsilon = step.epsilon;
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        const float gradient = gradients[i];
        const float moment = kept * second_moments[i] + (1 - kept) * (gradient * gradient);
        second_moments[i] = moment;
        values[i] -= rate * gradient / (correction * __builtin_sqrtf(moment) + epsilon);
    }
}

void move_averages(const float* __restrict values, std::ptrdiff_t count, float share,
                   float* __restrict averages) {
    for (std::ptrdiff_t i = 0; i < count; ++i) averages[i] += share * (values[i] - averages[i]);
}

}  // namespace

extern const Kernels PROGAN_JOIN(kKernels_, PROGAN_FLOAT32_ISA);
extern const TrainingKernels PROGAN_JOIN(kTrainingKernels_, PROGAN_ISA);
const TrainingKernels PROGAN_JOIN(kTrainingKernels_, PROGAN_ISA) = {
    PROGAN_JOIN(kKernels_, PROGAN_FLOAT32_ISA),
    Factors::kPerSlot,
    training_transform<Upsample>(),
    training_transform<Downsample>(),
    training_transform<SmallTiles>(),
    training_transform<LargeTiles>(),
    multiply<Factors>,
    add_outer_products<Factors>,
    from_rgb,
    to_rgb,
    add_rgb_products,
    normalize_backward,
    adam,
    move_averages};

}  // namespace progan
