// Shared by the PyTorch ports of NVIDIA's network: consecutively numbered layers, first a 4 x 4 convolution
// with padding 3, then one convolution, then two per level.
#pragma once

#include <functional>
#include <string>

#include "core/import/generator_builder.h"

namespace progan {

/// `layer(i)` returns layer i, which exists while `there(i)`; `first` is the number of the first. Returns the
/// highest level.
int read_numbered_layers(GeneratorBuilder& builder, int first, const std::function<bool(int)>& there,
                         const std::function<GeneratorBuilder::Layer(int)>& layer);

/// The convolution after nearest-neighbor upsampling by 2 that is equivalent to a transposed convolution
/// [in, out, kh, kw] trained fused with the upsampling: the same with its kernel turned by 180 degrees.
Tensor unfused(const Tensor& iohw);

}  // namespace progan
