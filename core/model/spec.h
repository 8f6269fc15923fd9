// The specification of a ProGAN generator: every choice that differs between code bases, as plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace progan {

/// The layout of the first layer's weight. All three are linear maps from the latent to C x 4 x 4 features.
enum class FirstLayer {
    linear,          ///< weight [C*16, latent], channel-major; bias [C*16] or [C]
    conv_transpose,  ///< ConvTranspose2d 4x4, no padding: weight [latent, C, 4, 4]; bias [C] or [C*16]
    conv,            ///< Conv2d 4x4, padding 3: weight [C, latent, 4, 4]; bias [C] or [C*16]
};

/// Where pixel norm is applied around a convolution. "Before the next convolution and before to-RGB"
/// (GenForce, ptrblck) is equivalent to after_activation with norm_after_first.
enum class NormPlacement {
    after_activation,   ///< convolution, bias, leaky ReLU, pixel norm
    before_activation,  ///< convolution, bias, pixel norm, leaky ReLU (rosinality)
    none,               ///< no pixel norm of features at all, regardless of norm_after_first
};

enum class OutputActivation { none, tanh, hardtanh };

struct ModelSpec {
    int latent_size = 0;
    std::vector<int> channels;  ///< features of level 0 (4x4), 1 (8x8), ...; its size is the number of levels
    FirstLayer first_layer = FirstLayer::linear;
    bool normalize_latent = true;  ///< pixel norm of z at the input
    bool norm_after_first = true;  ///< pixel norm after the first layer (false: akanimax, Aladdin Persson)
    NormPlacement norm_placement = NormPlacement::after_activation;
    double norm_epsilon = 1e-8;       ///< of every pixel norm, including the latent's
    bool epsilon_inside_root = true;  ///< x / sqrt(mean + eps); false: x / (sqrt(mean) + eps) (MMGeneration)
    double leaky_slope = 0.2;
    OutputActivation output_activation = OutputActivation::none;
    int output_activation_from_level = 0;  ///< lower levels have none (Aladdin Persson: 1)
    double output_min = -1,
           output_max = 1;           ///< the range of the image before clamping; 8-bit maps it to 0..255
    std::vector<int> to_rgb_levels;  ///< ascending; levels that have a to-RGB head; must hold last_level
    int last_level = 0;              ///< the level to show: the last trained one
    double alpha = 1;                ///< fade-in alpha to show it with; 1 = the last level alone

    // Where the weights come from.
    std::string name, data_set, licence, credit;

    bool operator==(const ModelSpec&) const = default;
};

inline constexpr int kMaxLevels = 9;  ///< 4 to 1024 pixels

/// Pixels per side of a level's pictures.
inline int resolution(int level) {
    return 4 << level;
}
inline int level_count(const ModelSpec& spec) {
    return static_cast<int>(spec.channels.size());
}
bool has_to_rgb(const ModelSpec& spec, int level);

/// A tensor that the spec requires.
struct TensorShape {
    std::string name;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> other_shape;  ///< also allowed (first-layer bias per channel), or empty
};

/// Names and shapes of all weights, equalized scale folded in: "levels.0.first.{weight,bias}",
/// "levels.0.conv.*", "levels.N.conv1.*", "levels.N.conv2.*" with weight [out, in, 3, 3], "levels.N.to_rgb.*"
/// with weight [3, in, 1, 1].
std::vector<TensorShape> required_tensors(const ModelSpec& spec);

/// Throws Error with one sentence if a value is out of bounds: latent 1..16384, 1..9 levels,
/// channels 1..16384, epsilon and slope finite and >= 0, range finite and ascending, to-RGB levels ascending,
/// last_level with a to-RGB head, alpha in 0..1 (below 1 the level below needs a head too).
void validate(const ModelSpec& spec);

/// To the "progan_spec" entry of a safetensors file's metadata (a JSON text), and back. The latter validates,
/// ignores unknown members, and throws Error naming a member that is missing or wrong.
std::string spec_to_json(const ModelSpec& spec);
ModelSpec spec_from_json(std::string_view json);

}  // namespace progan
