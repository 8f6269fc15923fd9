// Generator and discriminator in training: parameters by name, and what they compute at a level with fade-in.
// Internal to the torch library.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/torch/abi/minibatch_stddev.h"
#include "core/torch/training/layers.h"
#include "core/torch/training/parameters.h"

namespace progan_torch {

using progan::kMinibatchStddevGroup;

/// Names and shapes are those of core/model/spec.h's required_tensors with a linear first layer.
void declare_generator(Parameters& parameters, std::int64_t latent_size,
                       const std::vector<std::int64_t>& channels);

/// latents [n, latent_size] -> images [n, r, r, 3], r = 4 << level. `weights`: by name, unscaled.
at::Tensor generate(const std::map<std::string, at::Tensor>& weights, const at::Tensor& latents, int level,
                    double alpha);

void declare_discriminator(Parameters& parameters, const std::vector<std::int64_t>& channels);

/// images [n, r, r, 3] -> scores [n], high for real ones. Images within a group of kMinibatchStddevGroup see
/// each other.
at::Tensor score(const Parameters& parameters, const at::Tensor& images, int level, double alpha);

/// What the discriminator's layers make of images [n, r, r, 3] before anything that depends on the others,
/// with the level wholly faded in: [n, features]. The means, over 4 x 4 cells, of the channels that enter
/// each level and, last, the minibatch standard deviation; over coarser cells where that is more than 2048.
at::Tensor describe(const Parameters& parameters, const at::Tensor& images, int level);

/// Real images for a level that is fading in: they fade in from their halved and doubled versions, like the
/// generator's. Source: the published code's process_reals.
at::Tensor fade_reals(const at::Tensor& images, double alpha);

}  // namespace progan_torch
