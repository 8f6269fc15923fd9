// Changes of the pictures that the discriminator sees, each with a probability, so that it cannot memorize a
// few: Karras et al. 2020, "Training Generative Adversarial Networks with Limited Data", appendix B. Internal
// to the torch library.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace progan_torch {

/// Random numbers per picture that decide on its changes: uniform in 0..1, and standard normal.
inline constexpr std::int64_t kAugmentationUniforms = 21, kAugmentationNormals = 7;

/// images [n, r, r, 3] in -1..1 -> the same, changed in the paper's order, each with `probability` (the two
/// rotations by any angle together): mirrored, turned by multiples of 90 degrees,
/// shifted by whole pixels up to an eighth of the side, scaled, turned, stretched, turned again, shifted by
/// fractions; then brightness, contrast, brightness inverted, hue and saturation. Pixels between others are
/// interpolated bilinearly (the paper: by a wavelet filter), and beyond the edge the picture is mirrored
/// about its edge pixels. Differentiable by the images any number of times. The numbers are float32 on the
/// CPU: [n, kAugmentationUniforms] and [n, kAugmentationNormals].
at::Tensor augment(const at::Tensor& images, const at::Tensor& uniforms, const at::Tensor& normals,
                   double probability);

}  // namespace progan_torch
