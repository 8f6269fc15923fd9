// The ProGAN generator as ATen operations, for inference. Internal to the torch library.
// Owned by a ProganGenerator; called by one thread at a time, inside an InferenceMode guard.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/torch/abi/torch_abi.h"

namespace progan_torch {

struct Convolution {
    at::Tensor weight;  ///< [out, in, k, k]
    at::Tensor bias;    ///< [out]
};

struct Level {
    std::vector<Convolution> convolutions;  ///< one at level 0, two above
    std::optional<Convolution> to_rgb;
};

using Edits = std::span<const ProganChannelEdit>;

/// Of one face, as core/model/generator.h has them.
struct FeaturesOfLevel {
    at::Tensor values;  ///< float32 [r, r, channels]
    at::Tensor norms;   ///< float32 [r, r]
};

class Network {
  public:
    /// Takes the tensors of spec.h's required_tensors by name and moves them to `device` as `type` (float32,
    /// float16 or bfloat16; features are of that type too), on a GPU with channels last. Throws
    /// std::invalid_argument naming the tensor that is missing or has another shape.
    Network(const ProganSpec& spec, const std::map<std::string, at::Tensor>& tensors,
            const at::Device& device, at::ScalarType type = at::kFloat);

    /// latents [n, latent_size] float32 on the device -> float32 [n, 3, r, r] before clamping, r = 4 <<
    /// level. Throws std::invalid_argument for a level without a head, alpha outside 0..1, or an edit of a
    /// channel that is not there.
    at::Tensor generate(const at::Tensor& latents, int level, double alpha, Edits edits = {}) const;

    /// Of one latent [1, latent_size]. Throws as generate().
    FeaturesOfLevel features(const at::Tensor& latent, int level, Edits edits) const;

    /// Throws as generate() would.
    void check_request(int level, double alpha) const;

    /// The same as [n, r, r, 3] 8-bit: clamped to the output range, which maps to 0..255, rounded half to
    /// even.
    at::Tensor to_8_bit(const at::Tensor& images) const;

    std::int64_t latent_size() const { return spec_.latent_size; }
    /// The highest level with a to-RGB head.
    int last_level() const;
    double output_min() const { return spec_.output_min; }
    double output_max() const { return spec_.output_max; }
    const at::Device& device() const { return device_; }

  private:
    at::Tensor pixel_norm(const at::Tensor& x) const;
    at::Tensor activate(at::Tensor x, bool with_norm, at::Tensor* norms = nullptr) const;
    at::Tensor first_features(const at::Tensor& latents) const;
    at::Tensor next_features(const at::Tensor& below, int level, Edits edits,
                             at::Tensor* norms = nullptr) const;
    void check_edits(Edits edits) const;
    at::Tensor edited(const at::Tensor& features, int level, Edits edits) const;
    at::Tensor output_activation(const at::Tensor& x, int level) const;

    ProganSpec spec_;
    at::Device device_;
    at::ScalarType type_;
    at::Tensor first_weight_;  ///< [C * 16, latent]: all three first-layer kinds are turned into this
    at::Tensor first_bias_;    ///< [C * 16]
    std::vector<Level> levels_;
};

}  // namespace progan_torch
