// What the PyTorch ports of NVIDIA's network have in common: layers with running numbers, 4 x 4 convolution
// with padding 3 first, then one convolution, then two a level.
#pragma once

#include <functional>
#include <string>

#include "core/import/generator_builder.h"

namespace progan {

/// `layer(i)` gives layer i; there are layers while `there(i)`; `first` is the number of the first.
/// Returns the highest level.
int read_numbered_layers(GeneratorBuilder& builder, int first, const std::function<bool(int)>& there,
                         const std::function<GeneratorBuilder::Layer(int)>& layer);

/// A convolution after nearest x2, from a transposed convolution's [in, out, kh, kw] that was trained fused
/// with the up-sampling: the same with its kernel turned by 180 degrees.
Tensor unfused(const Tensor& iohw);

}  // namespace progan
