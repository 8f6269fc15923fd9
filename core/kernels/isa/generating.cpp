// What the generator computes with. Compiled once per instruction set, with PROGAN_ISA as the suffix of what
// it defines.
#include "core/kernels/isa/products.h"
#include "core/kernels/isa/transforms.h"

namespace progan {
namespace {

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
                                                    multiply<Float32>,
                                                    tile_transform<Upsample>(),
                                                    tile_transform<SmallTiles>(),
                                                    tile_transform<LargeTiles>(),
                                                    to_rgb};

}  // namespace progan
