// Apart from kernels.h, which must not define functions: it is compiled for several instruction sets.
#pragma once

#include "core/kernels/kernels.h"

namespace progan {

/// Channels are padded to this many.
inline int padded(int channels) {
    return (channels + kLanes - 1) / kLanes * kLanes;
}

}  // namespace progan
