// What a face costs, for comparisons between models and levels.
#pragma once

#include "core/model/spec.h"

namespace progan {

/// Multiplications and additions of one face at a level by the plain network: upsampling first, every sum
/// written out. The program's own kernels do with fewer.
double direct_flops(const ModelSpec& spec, int level);

}  // namespace progan
